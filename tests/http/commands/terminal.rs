//! The commands that ask questions, on a real terminal: B96 and B99.

use rexpect::session::{PtySession, spawn_command};

use crate::support::{Program, run};

/// The time limit for an answer of the program, in milliseconds.
const PATIENCE: Option<u64> = Some(20_000);
const GOOD: &str = "quiet river 47 lanterns";

fn start(program: &Program, arguments: &[&str]) -> PtySession {
    let mut command = program.command(arguments);
    command.env("USER", "Jürgen");
    // The terminal replaces the empty standard input.
    command.stdin(std::process::Stdio::inherit());
    spawn_command(command, PATIENCE).unwrap()
}

/// The exit code and the rest of the output.
fn exit_code(mut terminal: PtySession) -> (i32, String) {
    let rest = terminal.exp_eof().unwrap();
    match terminal.process().wait().unwrap() {
        rexpect::process::WaitStatus::Exited(_, code) => (code, rest),
        other => panic!("ended by {other:?}: {rest}"),
    }
}

fn type_twice(terminal: &mut PtySession, first: &str, again: &str) {
    terminal.exp_regex("[Pp]assword: ").unwrap();
    terminal.send_line(first).unwrap();
    terminal.exp_regex("[Pp]assword again: ").unwrap();
    terminal.send_line(again).unwrap();
}

#[test]
fn b96_createsuperuser_asks_again_until_every_answer_is_valid() {
    run(async {
        let program = Program::new();
        let mut terminal = start(&program, &["createsuperuser"]);
        // The system user in lower-case ASCII is the default; after an invalid or taken name it asks again.
        terminal.exp_string("User name (leave empty for jurgen): ").unwrap();
        terminal.send_line("not a name").unwrap();
        terminal.exp_string("Use only letters, digits").unwrap();
        terminal.exp_string("User name").unwrap();
        terminal.send_line("").unwrap();
        terminal.exp_string("E-mail address").unwrap();
        terminal.send_line("nonsense").unwrap();
        terminal.exp_string("Enter an e-mail address").unwrap();
        terminal.exp_string("E-mail address (may be empty): ").unwrap();
        terminal.send_line("").unwrap();
        type_twice(&mut terminal, GOOD, "other");
        terminal.exp_string("not the same").unwrap();
        type_twice(&mut terminal, "  ", "  ");
        terminal.exp_string("blank").unwrap();
        type_twice(&mut terminal, "1234", "1234");
        terminal.exp_string("too short").unwrap();
        terminal.exp_string("Use it anyway? [y/N]: ").unwrap();
        terminal.send_line("").unwrap();
        type_twice(&mut terminal, "1234", "1234");
        terminal.exp_string("Use it anyway? [y/N]: ").unwrap();
        terminal.send_line("y").unwrap();
        terminal.exp_string("Superuser jurgen was created.").unwrap();
        assert_eq!(exit_code(terminal).0, 0);
        assert_eq!(program.texts("SELECT username || is_superuser || is_staff FROM users").await, ["jurgen11"]);

        let mut terminal = start(&program, &["createsuperuser"]);
        terminal.exp_string("User name: ").unwrap();
        terminal.send_line("Jurgen").unwrap();
        terminal.exp_string("That user name is taken.").unwrap();
    });
}

#[test]
fn b96_ctrl_c_ends_with_exit_code_1_and_creates_no_user() {
    run(async {
        let program = Program::new();
        let mut terminal = start(&program, &["createsuperuser"]);
        terminal.exp_string("User name").unwrap();
        terminal.send_control('c').unwrap();
        let (code, text) = exit_code(terminal);
        assert!(code == 1 && text.contains("Cancelled."), "{code} {text}");

        let mut terminal = start(&program, &["createsuperuser", "--username", "root", "--email", ""]);
        terminal.exp_string("Password: ").unwrap();
        terminal.send_control('c').unwrap();
        let (code, text) = exit_code(terminal);
        assert!(code == 1 && text.contains("Cancelled."), "{code} {text}");
        assert!(program.texts("SELECT username FROM users").await.is_empty());
    });
}

#[test]
fn b99_changepassword_enforces_the_password_rules_and_gives_up_after_three_tries() {
    let program = Program::new();
    assert!(program.run(&["createsuperuser", "--noinput", "--username", "jurgen"]).ok);
    let mut terminal = start(&program, &["changepassword"]);
    terminal.exp_string("Changing the password of jurgen.").unwrap();
    type_twice(&mut terminal, "1234", "1234");
    terminal.exp_string("too short").unwrap();
    type_twice(&mut terminal, GOOD, "other");
    terminal.exp_string("not the same").unwrap();
    type_twice(&mut terminal, "jurgen123", "jurgen123");
    terminal.exp_string("too much like your user name").unwrap();
    terminal.exp_string("3 tries").unwrap();
    assert_eq!(exit_code(terminal).0, 1);

    let mut terminal = start(&program, &["changepassword", "jurgen"]);
    terminal.exp_string("New password: ").unwrap();
    terminal.send_line("").unwrap();
    let (code, text) = exit_code(terminal);
    assert!(code == 1 && text.contains("nothing was changed"), "{code} {text}");
}

#[test]
fn b99_changepassword_sets_the_password_ends_the_sessions_and_refuses_an_unknown_user() {
    run(async {
        let program = Program::new();
        assert!(program.run(&["createsuperuser", "--noinput", "--username", "root"]).ok);
        let before = program.texts("SELECT password FROM users").await;
        let mut terminal = start(&program, &["changepassword", "root"]);
        type_twice(&mut terminal, GOOD, GOOD);
        terminal.exp_string("all their sessions have ended").unwrap();
        assert_eq!(exit_code(terminal).0, 0);
        let after = program.texts("SELECT password FROM users").await;
        assert!(before[0].starts_with('!') && after[0].starts_with("$argon2id$"));
        assert_eq!(program.texts("SELECT event FROM activity ORDER BY id DESC").await[0], "password_set");
        assert!(program.run(&["audit"]).out.contains("\"command line\" set the password of user \"root\""));

        let terminal = start(&program, &["changepassword", "nobody"]);
        let (code, text) = exit_code(terminal);
        assert!(code == 1 && text.contains("there is no user \"nobody\""), "{text}");
        let without = program.run(&["changepassword", "root"]);
        assert!(!without.ok && without.error.contains("needs a terminal"), "{without:?}");
    });
}
