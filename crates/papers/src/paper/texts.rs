//! How the texts of a paper stand in its JSON: the plain reading under the name that it always had, and beside it, only
//! where it says more, the markup. So what was frozen before there were marks is read as before.

/// Makes the module by which a text stands under a name and its markup under another.
macro_rules! text_fields {
    ($module:ident, $plain:literal, $marked:literal) => {
        pub(super) mod $module {
            use std::borrow::Cow;

            use marked::Text;
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            #[derive(Serialize, Deserialize)]
            struct Fields<'t> {
                #[serde(rename = $plain)]
                plain: Cow<'t, str>,
                #[serde(rename = $marked, default, skip_serializing_if = "Option::is_none")]
                marked: Option<Cow<'t, str>>,
            }

            pub(in super::super) fn serialize<S: Serializer>(text: &Text, serializer: S) -> Result<S::Ok, S::Error> {
                let fields = Fields {
                    plain: text.plain().into(),
                    marked: text.markup().map(Cow::from),
                };
                fields.serialize(serializer)
            }

            pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
                let fields = Fields::deserialize(deserializer)?;
                let marked = fields.marked.map(Cow::into_owned);
                Ok(Text::from_stored(fields.plain.into_owned(), marked))
            }
        }
    };
}

text_fields!(question, "question", "questionMarked");
text_fields!(value, "value", "valueMarked");
text_fields!(body, "body", "bodyMarked");
text_fields!(instruction, "instruction", "instructionMarked");
