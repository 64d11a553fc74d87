//! Fair turns. Those who wait for a hash form a tree, by site, network and user: at each level all take turns, so a client with
//! many requests waits behind its own and not before others. Only the data structure; its limits are in `hash_queue.rs`.

use std::collections::VecDeque;

/// One level of the tree. Those below it take turns; at the lowest level they come in the order of their arrival.
pub struct Turns<J> {
    /// In the order of their next turns.
    next: VecDeque<(String, Self)>,
    /// It has had the last turn. Its next one comes after everyone who arrives before that.
    served: Option<Box<(String, Self)>>,
    line: VecDeque<J>,
    waiting: usize,
}

impl<J> Default for Turns<J> {
    fn default() -> Self {
        Self { next: VecDeque::new(), served: None, line: VecDeque::new(), waiting: 0 }
    }
}

impl<J> Turns<J> {
    /// How many wait below this path.
    pub fn waiting(&self, path: &[String]) -> usize {
        match path {
            [] => self.waiting,
            [first, rest @ ..] => {
                self.below().find(|(key, _)| key == first).map_or(0, |(_, turns)| turns.waiting(rest))
            }
        }
    }

    /// Adds a job at the end of its line.
    pub fn push(&mut self, path: &[String], job: J) {
        self.waiting += 1;
        let [first, rest @ ..] = path else { return self.line.push_back(job) };
        match self.find(first) {
            Some(turns) => turns.push(rest, job),
            None => {
                let mut turns = Self::default();
                turns.push(rest, job);
                self.next.push_back((first.clone(), turns));
            }
        }
    }

    /// The job whose turn it is.
    pub fn take(&mut self) -> Option<J> {
        let job = self.line.pop_front().or_else(|| {
            let first = self.next.pop_front();
            let served = self.served.take().filter(|served| served.1.waiting > 0);
            self.next.extend(served.map(|served| *served));
            let (key, mut turns) = first.or_else(|| self.next.pop_front())?;
            let job = turns.take();
            self.served = Some(Box::new((key, turns)));
            job
        });
        self.waiting -= usize::from(job.is_some());
        job
    }

    /// Takes out the newest job of those who have the most waiting, for one of this path, where that leaves them no fewer than
    /// this path has then. `None` where no other has more.
    pub fn make_room(&mut self, path: &[String]) -> Option<J> {
        let [first, rest @ ..] = path else { return None };
        let mine = self.waiting(std::slice::from_ref(first));
        let longest = self.longest()?;
        let job = match longest.waiting > mine + 1 {
            true => longest.take_newest(),
            false => self.find(first)?.make_room(rest),
        };
        self.waiting -= usize::from(job.is_some());
        job
    }

    /// Like [`make_room`](Self::make_room), but only among those below `above`.
    pub fn make_room_below(&mut self, above: &[String], path: &[String]) -> Option<J> {
        let job = match above {
            [] => return self.make_room(path),
            [first, rest @ ..] => self.find(first)?.make_room_below(rest, path),
        };
        self.waiting -= usize::from(job.is_some());
        job
    }

    /// How many jobs there are for which this holds.
    pub fn count_if(&self, is_counted: &impl Fn(&J) -> bool) -> usize {
        let here = self.line.iter().filter(|job| is_counted(job)).count();
        here + self.below().map(|(_, turns)| turns.count_if(is_counted)).sum::<usize>()
    }

    /// Takes out every job for which this holds.
    pub fn take_if(&mut self, is_taken: &impl Fn(&J) -> bool) -> Vec<J> {
        let (mut taken, kept): (Vec<J>, Vec<J>) = self.line.drain(..).partition(is_taken);
        self.line = kept.into();
        for (_, turns) in self.next.iter_mut().chain(self.served.as_deref_mut()) {
            taken.extend(turns.take_if(is_taken));
        }
        self.next.retain(|(_, turns)| turns.waiting > 0);
        self.waiting -= taken.len();
        taken
    }

    fn below(&self) -> impl Iterator<Item = &(String, Self)> {
        self.next.iter().chain(self.served.as_deref())
    }

    fn find(&mut self, key: &str) -> Option<&mut Self> {
        let mut below = self.next.iter_mut().chain(self.served.as_deref_mut());
        below.find(|(known, _)| known == key).map(|(_, turns)| turns)
    }

    fn longest(&mut self) -> Option<&mut Self> {
        let below = self.next.iter_mut().chain(self.served.as_deref_mut());
        below.map(|(_, turns)| turns).max_by_key(|turns| turns.waiting)
    }

    fn take_newest(&mut self) -> Option<J> {
        let job = self.line.pop_back().or_else(|| self.longest()?.take_newest());
        self.waiting -= usize::from(job.is_some());
        job
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    fn push(turns: &mut Turns<&'static str>, job: &'static str) {
        turns.push(&path(job.rsplit_once('/').unwrap().0), job);
    }

    fn rest(turns: &mut Turns<&'static str>) -> Vec<&'static str> {
        std::iter::from_fn(|| turns.take()).collect()
    }

    #[test]
    fn fault_b2_who_comes_anew_has_the_next_turn_and_then_all_take_turns() {
        let mut turns = Turns::default();
        ["a/x/1", "a/x/2", "a/x/3", "a/x/4"].into_iter().for_each(|job| push(&mut turns, job));
        assert_eq!(turns.take(), Some("a/x/1"));
        ["b/y/1", "b/y/2"].into_iter().for_each(|job| push(&mut turns, job));
        assert_eq!(rest(&mut turns), ["b/y/1", "a/x/2", "b/y/2", "a/x/3", "a/x/4"]);
        assert_eq!(turns.waiting(&[]), 0);
    }

    #[test]
    fn fault_b2_those_of_one_network_take_turns_inside_of_it_and_get_no_more_together() {
        let mut turns = Turns::default();
        ["a/x/1", "a/x/2", "a/x/3", "a/y/1", "b/z/1", "b/z/2"].into_iter().for_each(|job| push(&mut turns, job));
        assert_eq!(rest(&mut turns), ["a/x/1", "b/z/1", "a/y/1", "b/z/2", "a/x/2", "a/x/3"]);
    }

    #[test]
    fn fault_b2_who_sends_one_after_the_other_does_not_keep_out_who_waits() {
        let mut turns = Turns::default();
        ["a/x/1", "a/x/2", "a/x/3"].into_iter().for_each(|job| push(&mut turns, job));
        let mut order = Vec::new();
        for _ in 0..3 {
            push(&mut turns, "b/y/n");
            order.extend([turns.take().unwrap(), turns.take().unwrap()]);
        }
        assert_eq!(order.iter().filter(|job| job.starts_with('a')).count(), 3, "{order:?}");
    }

    #[test]
    fn fault_b2_room_is_made_by_those_who_have_the_most_waiting() {
        let mut turns = Turns::default();
        ["a/x/1", "a/x/2", "a/y/1", "b/z/1"].into_iter().for_each(|job| push(&mut turns, job));
        assert_eq!(turns.make_room(&path("c/q")), Some("a/x/2"));
        assert_eq!(turns.make_room(&path("b/z")), None, "nobody has so many more");
        assert_eq!(turns.make_room_below(&path("b"), &path("q")), None);
        ["a/x/2", "a/x/3"].into_iter().for_each(|job| push(&mut turns, job));
        assert_eq!(turns.make_room_below(&path("a"), &path("y")), Some("a/x/3"));
        assert_eq!((turns.waiting(&path("a/x")), turns.waiting(&path("a")), turns.waiting(&[])), (2, 3, 4));
    }

    #[test]
    fn those_who_have_gone_are_taken_out_wherever_they_wait() {
        let mut turns = Turns::default();
        ["a/x/1", "a/x/2", "b/y/1", "c/z/2"].into_iter().for_each(|job| push(&mut turns, job));
        assert_eq!(turns.take_if(&|job| job.ends_with('2')), ["a/x/2", "c/z/2"]);
        assert_eq!((turns.waiting(&[]), rest(&mut turns)), (2, vec!["a/x/1", "b/y/1"]));
    }
}
