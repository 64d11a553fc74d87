//! A PostgreSQL server of a test's own, on loopback, from the programs of the distribution: with certificates, or to be restarted.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

pub struct OwnPostgres {
    folder: TempDir,
    programs: PathBuf,
    pub port: u16,
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Runs a program to its end.
pub fn must(command: &mut Command) {
    let ended = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ended.status.success(), "{command:?}: {}{}", text(&ended.stdout), text(&ended.stderr));
}

impl OwnPostgres {
    /// Starts a server that takes only what these lines of its `pg_hba.conf` let in. With TLS its folder has the authority's
    /// certificate, `ca.pem`, and the server's is for `localhost`.
    pub fn start(access: &str, has_tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let server = Self { folder, programs: programs(), port: free_port() };
        if has_tls {
            server.make_certificates();
        }
        fs::create_dir(server.data()).unwrap();
        server.give_away();
        must(server.program("initdb").args(["--auth=trust", "-U", "latchkey", "-D"]).arg(server.data()));
        fs::write(server.data().join("pg_hba.conf"), access).unwrap();
        server.control("start");
        server
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// As after a crash of the server.
    pub fn restart(&self) {
        self.control("restart");
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn control(&self, verb: &str) {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        let mut options =
            format!("-h 127.0.0.1 -p {} -k {} -c fsync=off -c max_connections=200", self.port, self.data().display());
        if self.folder.path().join("server.pem").exists() {
            options +=
                &format!(" -c ssl=on -c ssl_cert_file={} -c ssl_key_file={}", file("server.pem"), file("server.key"));
        }
        let mut command = self.program("pg_ctl");
        command.arg("-D").arg(self.data()).args([
            "-w",
            "-m",
            "immediate",
            "-l",
            &file("data/log"),
            "-o",
            &options,
            verb,
        ]);
        // The server keeps what it inherits open.
        let ended = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status();
        assert!(ended.unwrap().success(), "{verb}: {}", fs::read_to_string(file("data/log")).unwrap_or_default());
    }

    /// PostgreSQL does not run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match is_root() {
            true => Command::new("runuser"),
            false => Command::new(&program),
        };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(program);
        }
        command.current_dir("/");
        command
    }

    fn give_away(&self) {
        if is_root() {
            must(Command::new("chown").args(["-R", "postgres"]).arg(self.folder.path()));
        }
    }

    fn make_certificates(&self) {
        let openssl = |arguments: &str| {
            must(Command::new("openssl").args(arguments.split_whitespace()).current_dir(self.folder.path()));
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        openssl(&format!("req -x509 {key} -days 30 -subj /CN=authority -keyout ca.key -out ca.pem"));
        openssl(&format!(
            "req {key} -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout server.key -out server.csr"
        ));
        openssl(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -copy_extensions copy -out server.pem",
        );
        fs::set_permissions(self.folder.path().join("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        let mut command = self.program("pg_ctl");
        _ = command.arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]).output();
    }
}

pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The folder with the newest programs of the distribution.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").unwrap().map(|entry| entry.unwrap().path());
    let number =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()).unwrap_or_default();
    versions.max_by_key(number).unwrap().join("bin")
}
