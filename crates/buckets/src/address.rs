//! Where a bucket is, as settings say it.

use std::{fmt, str::FromStr};

use rusty_s3::{Bucket, UrlStyle};
use url::Url;

/// What an address must look like, for whoever gave another.
const EXAMPLE: &str =
    "media must be a folder, or a bucket as in s3://balai/media?endpoint=https://s3.example.org&region=eu-1";
/// Where a region is asked for and none is said.
const NO_REGION: &str = "us-east-1";

/// Where a bucket is: `s3://bucket/prefix?endpoint=https://…&region=…&style=path`, and `&public=https://…` where browsers reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketAddress {
    bucket: String,
    /// What keys begin with: nothing, or something that ends with a slash.
    prefix: String,
    endpoint: Url,
    region: String,
    /// Whether the bucket is a part of the host's name.
    is_virtual_host: bool,
    /// Where browsers find the same bucket, if they may ask it.
    public: Option<Url>,
}

impl BucketAddress {
    /// Whether a text is meant as one.
    pub fn is_meant(text: &str) -> bool {
        text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("s3://"))
    }

    /// What keys begin with.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The bucket for requests.
    pub(crate) fn bucket(&self) -> Result<Bucket, rusty_s3::BucketError> {
        self.bucket_at(&self.endpoint)
    }

    /// The bucket as browsers ask it, if they may.
    pub(crate) fn public_bucket(&self) -> Result<Option<Bucket>, rusty_s3::BucketError> {
        self.public
            .as_ref()
            .map(|endpoint| self.bucket_at(endpoint))
            .transpose()
    }

    /// From where browsers read large files, if not from us: an origin, as policies of pages name it.
    pub fn public_origin(&self) -> Option<String> {
        let bucket = self.public_bucket().ok()??;
        Some(bucket.base_url().origin().ascii_serialization())
    }

    fn bucket_at(&self, endpoint: &Url) -> Result<Bucket, rusty_s3::BucketError> {
        let style = if self.is_virtual_host {
            UrlStyle::VirtualHost
        } else {
            UrlStyle::Path
        };
        Bucket::new(endpoint.clone(), style, self.bucket.clone(), self.region.clone())
    }
}

impl FromStr for BucketAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("{what}: {EXAMPLE}");
        let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
        if url.scheme() != "s3" {
            return Err(wrong("not a bucket"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong(
                "keys do not belong into the address but into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            ));
        }
        let bucket = url.host_str().filter(|name| !name.is_empty());
        let bucket = bucket.ok_or_else(|| wrong("the bucket has no name"))?.to_owned();
        let prefix = url.path().trim_matches('/');
        let (mut endpoint, mut region, mut style, mut public) = (None, None, None, None);
        for (name, value) in url.query_pairs() {
            match &*name {
                "endpoint" => endpoint = Some(value.into_owned()),
                "region" => region = Some(value.into_owned()),
                "style" => style = Some(value.into_owned()),
                "public" => public = Some(value.into_owned()),
                name => return Err(wrong(&format!("\"{name}\" is unknown"))),
            }
        }
        let region = region.unwrap_or_else(|| NO_REGION.to_owned());
        let is_cloud = endpoint.is_none();
        let endpoint = endpoint.unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
        let endpoint = Url::parse(&endpoint).map_err(|error| wrong(&format!("endpoint: {error}")))?;
        let public = public.map(|public| Url::parse(&public).map_err(|error| wrong(&format!("public: {error}"))));
        let public = public.transpose()?;
        let is_virtual_host = match style.as_deref() {
            Some("host") => true,
            Some("path") => false,
            None => is_cloud,
            Some(_) => return Err(wrong("style is path or host")),
        };
        let address = Self {
            bucket,
            prefix: if prefix.is_empty() {
                String::new()
            } else {
                format!("{prefix}/")
            },
            endpoint,
            region,
            is_virtual_host,
            public,
        };
        match address.bucket().and(address.public_bucket()) {
            Ok(_) => Ok(address),
            Err(_) => Err(wrong(
                "an endpoint is no address of HTTP, or the bucket's name does not fit",
            )),
        }
    }
}

impl fmt::Display for BucketAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = self.prefix.trim_end_matches('/');
        let slash = if prefix.is_empty() { "" } else { "/" };
        let endpoint = self.endpoint.as_str().trim_end_matches('/');
        let style = if self.is_virtual_host { "host" } else { "path" };
        let (bucket, region) = (&self.bucket, &self.region);
        write!(
            f,
            "s3://{bucket}{slash}{prefix}?endpoint={endpoint}&region={region}&style={style}"
        )?;
        match &self.public {
            Some(public) => write!(f, "&public={}", public.as_str().trim_end_matches('/')),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_bucket_prefix_and_where_and_reads_back_what_it_prints() {
        for (text, shown) in [
            (
                "s3://balai?endpoint=http://127.0.0.1:9000",
                "s3://balai?endpoint=http://127.0.0.1:9000&region=us-east-1&style=path",
            ),
            (
                "s3://balai/a/b/?region=eu-central-1",
                "s3://balai/a/b?endpoint=https://s3.eu-central-1.amazonaws.com&region=eu-central-1&style=host",
            ),
            (
                "s3://balai?public=https://files.example.org/&endpoint=http://10.0.0.5:9000",
                "s3://balai?endpoint=http://10.0.0.5:9000&region=us-east-1&style=path&public=https://files.example.org",
            ),
        ] {
            let address: BucketAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), shown);
            assert_eq!(shown.parse::<BucketAddress>().unwrap(), address);
        }
    }

    #[test]
    fn policies_name_where_browsers_read() {
        for (text, origin) in [
            ("s3://balai?endpoint=http://127.0.0.1:9000", None),
            (
                "s3://balai?endpoint=http://x&public=http://127.0.0.1:9000/s3",
                Some("http://127.0.0.1:9000"),
            ),
            (
                "s3://balai?region=eu-1&public=https://s3.eu-1.example.org",
                Some("https://balai.s3.eu-1.example.org"),
            ),
        ] {
            let address: BucketAddress = text.parse().unwrap();
            assert_eq!(address.public_origin().as_deref(), origin, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_an_example_and_without_its_secrets() {
        for text in [
            "s3://",
            "s3:///x",
            "s3://b?endpoint=ftp://x",
            "s3://b?endpoint=x",
            "s3://b?colour=red",
            "s3://b?style=new&endpoint=http://x",
            "s3://b?endpoint=http://x&public=files",
            "s3://b?endpoint=http://x&public=ftp://x",
            "s3://key:hemmelig@b?endpoint=http://x",
            "http://b",
        ] {
            let refused = text.parse::<BucketAddress>().unwrap_err();
            assert!(refused.contains("s3://balai/media"), "{text}: {refused}");
            assert!(!refused.contains("hemmelig"), "{refused}");
        }
        assert!(
            BucketAddress::is_meant("S3://x") && !BucketAddress::is_meant("s3") && !BucketAddress::is_meant("/s3://")
        );
    }
}
