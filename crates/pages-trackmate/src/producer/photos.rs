//! Pictures of a form: those that are there, with a box that takes each away, and the field that brings more.

use pages_kit::Fields;

use pages_kit::picture;

/// Names of the fields of pictures: where they are, which go, and which came.
#[derive(Clone, Copy)]
pub(super) struct Photos {
    pub(super) name: &'static str,
    pub(super) removed: &'static str,
    pub(super) added: &'static str,
    /// Whether there may be several.
    pub(super) several: bool,
}

/// A picture of the form.
pub(super) struct Photo {
    pub(super) address: String,
    /// Where pages load it from, if it is of this place.
    pub(super) path: Option<String>,
}

/// The pictures of a form, as it shows them.
pub(super) struct ShownPhotos {
    pub(super) name: &'static str,
    pub(super) removed: &'static str,
    pub(super) photos: Vec<Photo>,
}

impl Photos {
    /// The addresses that a form holds after it was sent: without those that go, and with those that came.
    pub(super) fn settle(self, fields: &Fields) -> Vec<String> {
        let is_kept = |address: &&str| !address.is_empty() && !fields.all(self.removed).any(|gone| gone == *address);
        let kept = fields.all(self.name).filter(is_kept).chain(fields.all(self.added));
        let mut settled: Vec<String> = kept.map(str::to_owned).collect();
        if !self.several {
            settled = settled.pop().into_iter().collect();
        }
        settled
    }

    /// Whether a field is one of theirs.
    pub(super) fn has(self, field: &str) -> bool {
        field == self.name || field == self.removed || field == self.added
    }

    /// As the form shows them.
    pub(super) fn show(self, fields: &Fields) -> ShownPhotos {
        let photo = |address: &str| Photo {
            path: picture::own(address),
            address: address.to_owned(),
        };
        ShownPhotos {
            name: self.name,
            removed: self.removed,
            photos: fields.all(self.name).map(photo).collect(),
        }
    }
}

/// Whether an address is of a picture, and not of the one that stands where there is none.
pub(super) fn is_picture(address: &str) -> bool {
    !address.is_empty() && !address.ends_with("/media/placeholder.png")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: Photos = Photos {
        name: "image",
        removed: "image.remove",
        added: "picture",
        several: true,
    };

    #[test]
    fn a_form_keeps_its_pictures_but_those_that_go() {
        let fields = Fields::read(b"image=a&image=b&image.remove=a&picture=c");
        assert_eq!(MANY.settle(&fields), ["b", "c"]);
        let one = Photos { several: false, ..MANY };
        assert_eq!(one.settle(&fields), ["c"]);
        assert_eq!(
            one.settle(&Fields::read(b"image=a&image.remove=a")),
            Vec::<String>::new()
        );
    }
}
