//! `latchkey-bind IN OUT NAME`: makes OUT/NAME.js and OUT/NAME_bg.wasm of the compiled WebAssembly IN, for browsers' own modules.

use std::{env, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

/// What the framework exports for streams of bytes between browser and server. This site has none, and as exports they would stay.
const UNUSED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, name] = arguments.as_slice() else {
        eprintln!("usage: latchkey-bind IN OUT NAME");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(name).typescript(false).remove_producers_section(true);
    // The start script always names the WebAssembly, whose address has a hash.
    let made = bindgen.omit_default_module_path(true).web(true).and_then(|bindgen| bindgen.generate_output());
    let written = made.and_then(|mut made| {
        let exports = &mut made.wasm_mut().exports;
        let is_unused = |name: &str| UNUSED.iter().any(|start| name.starts_with(start));
        let unused: Vec<_> = exports.iter().filter(|export| is_unused(&export.name)).map(|export| export.id()).collect();
        unused.into_iter().for_each(|export| exports.delete(export));
        made.emit(output)
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
