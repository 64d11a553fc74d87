//! Hands the command line over to `boot`.

fn main() -> std::process::ExitCode {
    latchkey::boot::cli::main()
}
