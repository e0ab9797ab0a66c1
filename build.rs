//! Bundles the front end into `assets/dist`, from where it is embedded. `PROOFBENCH_SKIP_BUNDLE=1`
//! takes what is there already.
use std::{env, error::Error, fs, path::Path, process::Command};

fn main() -> Result<(), Box<dyn Error>> {
    for source in ["assets/css", "assets/ts", "assets/icons", "assets/fonts", "script/bundle.mjs", "script/front-end", "package-lock.json"]
    {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=assets/dist/manifest.json");
    println!("cargo::rerun-if-env-changed=PROOFBENCH_SKIP_BUNDLE");
    if env::var_os("PROOFBENCH_SKIP_BUNDLE").is_some() {
        fs::create_dir_all("assets/dist")?;
        return Ok(());
    }
    if !Path::new("node_modules/esbuild").exists() {
        run("npm", &["ci", "--no-audit", "--no-fund"])?;
    }
    run("node", &["script/bundle.mjs"])
}

fn run(program: &str, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| format!("{program} could not be started ({error}): install Node.js 20 or newer, or set PROOFBENCH_SKIP_BUNDLE=1 to build without the front end"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!(
            "{program} {} failed:\n{}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
        .into())
    }
}
