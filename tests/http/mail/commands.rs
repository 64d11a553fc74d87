//! `latchkey mail`.

use crate::support::{
    Program,
    smtp::{Fault, SmtpServer},
};

#[test]
fn send_test_says_what_the_mail_server_has_said() {
    let server = SmtpServer::start();
    let program = Program::new().with_setting("\nurl = \"\"", &format!("\nurl = \"{}\"", server.url()));
    let sent = program.run(&["mail", "send-test", "joe@example.com"]);
    assert!(sent.ok && sent.out.contains("has taken the test"), "{sent:?}");
    assert_eq!(server.received()[0].to, "joe@example.com");
    server.fail(&[Fault::NoMailbox]);
    let refused = program.run(&["mail", "send-test", "nobody@example.com"]);
    assert!(!refused.ok && refused.error.contains("no such mailbox"), "{refused:?}");
    let list = program.run(&["mail", "list"]);
    assert!(list.ok && list.out.contains("There is no mail"), "{list:?}");
    assert!(!program.run(&["mail", "show", "7"]).ok);
    assert!(program.run(&["mail", "retry"]).ok);
}

#[test]
fn a_site_without_mail_says_so() {
    let refused = Program::new().run(&["mail", "send-test", "joe@example.com"]);
    assert!(!refused.ok && refused.error.contains("sends no mail"), "{refused:?}");
}

#[test]
fn a_wrong_sender_or_address_stops_the_server_and_shows_no_password() {
    let wrong =
        Program::new().with_setting("\nurl = \"\"", "\nurl = \"https://joe:secret@mail.example\"").run(&["check"]);
    assert!(!wrong.ok && wrong.error.contains("mail.url") && !wrong.error.contains("secret"), "{wrong:?}");
    let wrong = Program::new().with_setting("<latchkey@localhost>", "latchkey").run(&["check"]);
    assert!(!wrong.ok && wrong.error.contains("mail.from"), "{wrong:?}");
}
