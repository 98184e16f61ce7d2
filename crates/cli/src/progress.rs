//! Progress on the standard error, when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// One bar or spinner at a time.
pub struct Bars {
    shown: bool,
    current: Mutex<Option<ProgressBar>>,
}

impl Bars {
    /// Hidden when `quiet`, when the standard error is no terminal, or when `SCRUTINEER_NO_PROGRESS` is set.
    pub fn new(quiet: bool) -> Self {
        let shown =
            !quiet && std::io::stderr().is_terminal() && std::env::var_os("SCRUTINEER_NO_PROGRESS").is_none();
        Self { shown, current: Mutex::new(None) }
    }

    fn replace(&self, bar: Option<ProgressBar>) {
        if let Ok(mut current) = self.current.lock()
            && let Some(old) = std::mem::replace(&mut *current, bar)
        {
            old.finish_and_clear();
        }
    }
}

impl pipeline::Progress for Bars {
    fn stage(&self, name: &str, steps: Option<u64>) {
        if !self.shown {
            return;
        }
        let bar = ProgressBar::with_draw_target(steps, ProgressDrawTarget::stderr());
        let template = if steps.is_some() {
            "{msg} {wide_bar} {bytes}/{total_bytes}, {eta} left"
        } else {
            "{spinner} {msg} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(model::inert::terminal(name).into_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        self.replace(Some(bar));
    }

    fn at(&self, step: u64) {
        if self.shown
            && let Ok(current) = self.current.lock()
            && let Some(bar) = &*current
        {
            bar.set_position(step);
        }
    }

    fn done(&self) {
        self.replace(None);
    }
}
