import type { Content } from "../client/write-xml.ts";
import type { Rule } from "./config.ts";

/** A rule as the S3 API has it. */
export function writeRule(rule: Rule): Content {
  return {
    ID: rule.id,
    Filter: filterOf(rule),
    Status: rule.enabled ? "Enabled" : "Disabled",
    Transition: rule.transitions.map(({ after_days, at, storage_class }) => ({
      ...whenOf(after_days, at),
      StorageClass: storage_class,
    })),
    Expiration: expirationOf(rule),
    NoncurrentVersionTransition: rule.noncurrent_transitions.map(({ after_days, versions_kept, storage_class }) => ({
      NoncurrentDays: after_days,
      NewerNoncurrentVersions: versions_kept,
      StorageClass: storage_class,
    })),
    NoncurrentVersionExpiration:
      rule.noncurrent_expire_after_days === undefined
        ? undefined
        : {
            NoncurrentDays: rule.noncurrent_expire_after_days,
            NewerNoncurrentVersions: rule.noncurrent_versions_kept,
          },
    AbortIncompleteMultipartUpload:
      rule.abort_uploads_after_days === undefined ? undefined : { DaysAfterInitiation: rule.abort_uploads_after_days },
  };
}

/** Several conditions are members of an And; none is an empty prefix. */
function filterOf({ prefix, tags, larger_than, smaller_than }: Rule): Content {
  const all = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const conditions = {
    Prefix: prefix,
    Tag: all,
    ObjectSizeGreaterThan: larger_than,
    ObjectSizeLessThan: smaller_than,
  };
  const count = all.length + [prefix, larger_than, smaller_than].filter((value) => value !== undefined).length;
  if (count === 0) return { Prefix: "" };
  return count === 1 ? conditions : { And: conditions };
}

function expirationOf({ expire_after_days, expire_at, expire_delete_markers }: Rule): Content | undefined {
  if (expire_after_days === undefined && expire_at === undefined && !expire_delete_markers) return;
  return {
    ...whenOf(expire_after_days, expire_at),
    ExpiredObjectDeleteMarker: expire_delete_markers || undefined,
  };
}

function whenOf(days: number | undefined, date: string | undefined) {
  return { Days: days, Date: date === undefined ? undefined : `${date}T00:00:00Z` };
}
