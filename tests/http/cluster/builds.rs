//! A new build takes the place of the old one, machine by machine, while pages are open and people read and write.

use std::fs;

use tempfile::TempDir;

use super::{
    load::Load,
    people::{Stream, get, post, sign_up},
    site::Cluster,
};
use crate::support::{
    Program,
    forms::{Fields, borrowed, form_in, with},
    wire::Address,
};

/// The names of the builds: those of their WebAssembly.
const BUILDS: [&str; 2] = ["the-old-build", "the-new-build"];
const KINDS: [&str; 3] = ["css", "js", "wasm"];

const CREATE: &str = "/api/articles/create";
const UPDATE: &str = "/api/articles/update";

/// A machine: the folder of its site, and one for the program of each build.
struct Machine(TempDir);

impl Machine {
    /// One with the files of the old build.
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        machine.copy_files(BUILDS[0]);
        machine
    }

    /// Puts the files of a build beside those of the others, as `docs/deploying.md` says.
    fn copy_files(&self, build: &str) {
        let folder = self.0.path().join("site/pkg");
        fs::create_dir_all(&folder).unwrap();
        KINDS.iter().for_each(|kind| {
            fs::write(folder.join(format!("latchkey.{build}.{kind}")), contents(build, kind)).unwrap()
        });
    }

    /// The program of a build, with its `hash.txt` beside it.
    fn program(&self, common: &Program, build: &str) -> Program {
        let folder = self.0.path().join(build);
        fs::create_dir(&folder).unwrap();
        let names: String = KINDS.iter().map(|kind| format!("{kind}: {build}\n")).collect();
        fs::write(folder.join("hash.txt"), names + "start: js\n").unwrap();
        let site = self.0.path().join("site").display().to_string();
        common.copied_to(&folder).with_environment("LEPTOS_SITE_ROOT", &site)
    }
}

fn contents(build: &str, kind: &str) -> String {
    format!("{kind} of {build}")
}

pub fn one_takes_the_place_of_another() {
    let machines = [Machine::new(), Machine::new()];
    let mut cluster = Cluster::with(None, |common, _| [0, 1].map(|index| machines[index].program(common, BUILDS[0])));
    let addresses = cluster.addresses();
    let cookie = sign_up(&cluster.proxy, "ann");
    let old_stream = Stream::open(&addresses[0], &cookie);
    assert!(old_stream.state.contains(BUILDS[0]), "{}", old_stream.state);
    // Two pages that are open over all of it.
    let old_form = form_on(&addresses[0], "/articles/create/", CREATE, &cookie);
    let first = create(&addresses[0], &old_form, "Begun on the old build", &cookie);
    let old_update = form_on(&addresses[1], &format!("{first}update/"), UPDATE, &cookie);

    machines.iter().for_each(|machine| machine.copy_files(BUILDS[1]));
    let load = Load::start(&cluster, "deployed");
    replace(&mut cluster, &machines, 0);
    the_builds_stand_beside_each_other(&addresses, &cookie, &old_form);
    replace(&mut cluster, &machines, 1);
    let tally = load.end();
    let stored = cluster.titles();
    tally.report("a new build on both servers", &stored);
    assert!(
        tally.failed_reads.is_empty() && tally.unanswered.is_empty(),
        "{:?} {:?}",
        tally.failed_reads,
        tally.unanswered
    );
    assert_eq!(tally.lost(&stored), Vec::<String>::new());

    let update = with(&old_update, "title", "Ended on the new build");
    let saved = post(&cluster.proxy, UPDATE, &cookie, &borrowed(&with(&update, "content", "Text.")));
    assert_eq!((saved.status, saved.location.as_str()), (303, first.as_str()), "{}", saved.body);
    let new_stream = Stream::open(&cluster.proxy, &cookie);
    assert!(new_stream.state.contains(BUILDS[1]), "{}", new_stream.state);
    addresses.iter().for_each(|address| files_are_there(address, BUILDS[0]));
}

/// Stops a server as a deployment does, and starts the new build in its place.
fn replace(cluster: &mut Cluster, machines: &[Machine; 2], index: usize) {
    cluster.servers[index].signal("TERM");
    let program = machines[index].program(&cluster.program, BUILDS[1]);
    cluster.start_as(index, program);
}

/// The new build is on the first server, the old one on the other, and a page may come from one and ask the other.
fn the_builds_stand_beside_each_other(addresses: &[Address; 2], cookie: &str, old_form: &Fields) {
    let [new, old] = addresses;
    for (address, build) in [(new, BUILDS[1]), (old, BUILDS[0])] {
        let page = get(address, "/articles/", "");
        assert!(page.body.contains(&format!("/pkg/latchkey.{build}.wasm")), "{}", page.body);
        assert!(Stream::open(address, cookie).state.contains(build));
        BUILDS.iter().for_each(|build| files_are_there(address, build));
    }
    create(new, old_form, "From an old page to the new build", cookie);
    let new_form = form_on(new, "/articles/create/", CREATE, cookie);
    create(old, &new_form, "From a new page to the old build", cookie);
}

fn files_are_there(address: &Address, build: &str) {
    for kind in KINDS {
        let file = get(address, &format!("/pkg/latchkey.{build}.{kind}"), "");
        assert_eq!((file.status, file.body), (200, contents(build, kind)), "{build}");
    }
}

/// The fields of a form as its page has them.
fn form_on(address: &Address, path: &str, action: &str, cookie: &str) -> Fields {
    form_in(&get(address, path, cookie).body, action)
}

/// Sends the form of a new article; gives the address of the article.
fn create(address: &Address, form: &Fields, title: &str, cookie: &str) -> String {
    let filled = with(&with(form, "title", title), "content", "Text.");
    let reply = post(address, CREATE, cookie, &borrowed(&filled));
    assert_eq!(reply.status, 303, "{title}: {}", reply.body);
    reply.location
}
