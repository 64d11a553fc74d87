//! Asking the operator at a terminal. Ctrl-C ends the program with exit code 1 and leaves the terminal as it was (B96).

use std::{io::stdin, process::exit, time::Duration};

use unicode_normalization::UnicodeNormalization;

use super::messages::{CANCELLED, THE_PASSWORD};
use crate::server::{
    environment::{check_secret, variable},
    output::{complain, say_part},
};

/// Makes Ctrl-C end the program. A password prompt handles it itself: it restores the terminal and ends the command. Other
/// prompts are ended here, a moment later.
pub fn watch_for_ctrl_c() {
    tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
            complain(format_args!("\n{CANCELLED}"));
            exit(1);
        }
    });
}

/// One line, without the line break.
pub fn prompt(label: &str) -> Result<String, String> {
    // Without the question there is no answer to it.
    say_part(label).map_err(|_| CANCELLED)?;
    let mut line = String::new();
    match stdin().read_line(&mut line) {
        Ok(0) => Err(CANCELLED.to_owned()),
        Ok(_) => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A password, which is not shown. One that no form of the site could take is asked for again.
pub fn prompt_password(label: &str) -> Result<String, String> {
    loop {
        let password = rpassword::prompt_password(label).map_err(|_| CANCELLED.to_owned())?;
        match check_secret(THE_PASSWORD, &password) {
            Ok(()) => return Ok(password),
            Err(error) => complain(error),
        }
    }
}

/// The name of the system user who runs this, in lower-case ASCII.
pub fn system_user() -> Option<String> {
    let name = ["USER", "LOGNAME"].into_iter().find_map(|name| variable(name).ok().flatten())?;
    Some(name.nfkd().filter(char::is_ascii).collect::<String>().to_lowercase())
}
