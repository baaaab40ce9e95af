//! What a form says of a sitting.

use assessment::{EventChange, ReleaseMode, ResultPolicy};
use pages_kit::Fields;
use papers::{
    Points,
    marking::{Policy, Unit},
};
use platform::{Error, Message, Rule, text::Check};

use super::typed::{AT_ONCE, GRACE, NO_CODE, OFFLINE_GRACE, POINTS, WHOLE_DAY, read_minutes};

/// What is wrong with a form is gathered while it is read.
struct Reading<'a> {
    fields: &'a Fields,
    check: Check,
}

impl Reading<'_> {
    fn text(&self, name: &str) -> String {
        self.fields.get(name).replace("\r\n", "\n")
    }

    /// A text that has to be there.
    fn needed(&mut self, name: &str) -> String {
        let text = self.fields.get(name).trim();
        if text.is_empty() {
            self.check.note(name, Rule::Required);
        }
        text.to_owned()
    }

    fn package(&mut self) -> Option<i64> {
        let typed = self.needed("packageId");
        let package = typed.parse().ok();
        if package.is_none() && !typed.is_empty() {
            self.check.note("packageId", Rule::NotAnId);
        }
        package
    }

    /// Minutes, or minutes and seconds.
    fn minutes(&mut self, name: &str, usual: i64) -> Option<i64> {
        let typed = self.fields.get(name).trim();
        if typed.is_empty() {
            return Some(usual);
        }
        let seconds = read_minutes(typed);
        match seconds {
            None => self.check.note(name, no_minutes()),
            Some(seconds) if seconds > WHOLE_DAY => {
                let most = WHOLE_DAY / 60;
                self.check
                    .note(name, Rule::OutOfRange("0".to_owned(), most.to_string()));
            }
            Some(_) => {}
        }
        seconds
    }

    fn seconds(&mut self, name: &str, usual: i64) -> Option<i64> {
        let typed = self.fields.get(name).trim();
        let seconds = if typed.is_empty() {
            Some(usual)
        } else {
            typed.parse().ok()
        };
        if seconds.is_none_or(|seconds| !(0..=WHOLE_DAY).contains(&seconds)) {
            self.check
                .note(name, Rule::OutOfRange("0".to_owned(), WHOLE_DAY.to_string()));
        }
        seconds
    }

    fn points(&mut self, name: &str, usual: Points) -> Points {
        let typed = self.fields.get(name).trim();
        if typed.is_empty() {
            return usual;
        }
        Points::parse(typed).unwrap_or_else(|| {
            self.check.note(name, no_number());
            usual
        })
    }

    fn scoring(&mut self) -> Policy {
        let usual = Policy::default();
        Policy {
            unit: if self.fields.get("scoringPolicy.unit") == POINTS {
                Unit::Points
            } else {
                Unit::Percent
            },
            right: self.points("scoringPolicy.right", usual.right),
            wrong: self.points("scoringPolicy.wrong", usual.wrong),
            blank: self.points("scoringPolicy.blank", usual.blank),
        }
    }

    fn results(&self) -> ResultPolicy {
        ResultPolicy {
            score: self.fields.is_ticked("resultPolicy.score"),
            sections: self.fields.is_ticked("resultPolicy.sections"),
            scale: self.fields.is_ticked("resultPolicy.scale"),
            answers: self.fields.is_ticked("resultPolicy.answers"),
            keys: self.fields.is_ticked("resultPolicy.keys"),
        }
    }

    /// Another entry code, or none; nothing if it stays as it is.
    fn entry_code(&self) -> Option<Option<String>> {
        match self.fields.get("entryCode").trim() {
            "" => self.fields.is_ticked(NO_CODE).then_some(None),
            typed => Some(Some(typed.to_owned())),
        }
    }
}

fn no_number() -> Rule {
    Rule::Other(Message::new(
        "harus berupa angka, paling banyak dua desimal",
        "must be a number with at most two decimals",
    ))
}

pub(crate) fn no_minutes() -> Rule {
    Rule::Other(Message::new(
        "harus berupa menit seperti 30, atau menit dan detik seperti 1:40",
        "must be minutes such as 30, or minutes and seconds such as 1:40",
    ))
}

/// What a form says of a sitting: all of it, but for an entry code that stays.
pub(super) fn change(fields: &Fields) -> Result<EventChange, Error> {
    let mut form = Reading {
        fields,
        check: Check::new(),
    };
    let change = EventChange {
        title: Some(form.needed("title")),
        package_id: form.package(),
        date: Some(form.needed("date")),
        start_time: Some(form.needed("startTime")),
        end_time: Some(form.needed("endTime")),
        time_zone: Some(form.needed("timeZone")),
        description: Some(form.text("description")),
        prodik_id: Some(Some(form.text("prodikId"))),
        entry_code: form.entry_code(),
        late_entry_seconds: form.minutes("lateEntrySeconds", WHOLE_DAY),
        grace_seconds: form.seconds("graceSeconds", GRACE),
        offline_grace_seconds: form.minutes("offlineGraceSeconds", OFFLINE_GRACE),
        record_video: Some(fields.is_ticked("recordVideo")),
        record_screen: Some(fields.is_ticked("recordScreen")),
        safe_exam_browser: Some(fields.is_ticked("safeExamBrowser")),
        scoring_policy: Some(form.scoring()),
        result_policy: Some(form.results()),
        release: Some(if fields.get("release") == AT_ONCE {
            ReleaseMode::AtOnce
        } else {
            ReleaseMode::Event
        }),
    };
    form.check.finish()?;
    Ok(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let fields = Fields::read(
            b"title=+&packageId=x&timeZone=WIB&lateEntrySeconds=lama&graceSeconds=-1&scoringPolicy.right=a",
        );
        let error = change(&fields).unwrap_err();
        let named: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        let expected = [
            "title",
            "packageId",
            "date",
            "startTime",
            "endTime",
            "lateEntrySeconds",
            "graceSeconds",
            "scoringPolicy.right",
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn an_entry_code_stays_unless_another_one_or_none_is_wanted() {
        let code = |text: &[u8]| {
            let plan = b"title=a&packageId=1&date=d&startTime=s&endTime=e&timeZone=z&";
            change(&Fields::read(&[plan, text].concat())).unwrap().entry_code
        };
        assert_eq!(code(b"entryCode=+"), None);
        assert_eq!(code(b"noEntryCode=ya"), Some(None));
        assert_eq!(code(b"entryCode=ab12&noEntryCode=ya"), Some(Some("ab12".to_owned())));
    }
}
