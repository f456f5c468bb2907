import { z } from "zod";
import { type OnServer, tagMap } from "../fields.ts";
import { rulesFields } from "../rules/config.ts";

/** Bounds of Amazon S3. */
const MAX_RULES = 1000;
const MAX_TAGS = 50;
const MAX_TRANSITIONS = 10;
const MAX_VERSIONS_KEPT = 100;
/** Older than any object. */
const MAX_DAYS = 36_500;

const days = (description: string) => z.int().min(1).max(MAX_DAYS).optional().meta({ description });
const date = (description: string) => z.iso.date().optional().meta({ description });
const bytes = (description: string) => z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({ description });
const storageClass = z
  .string()
  .regex(/^[A-Z0-9_-]{1,64}$/, "has capital letters, digits, hyphens and underscores")
  .meta({ description: "Where to: a name of the server, such as STANDARD_IA or GLACIER" });

const transition = z.object({
  after_days: z.int().min(0).max(MAX_DAYS).optional().meta({ description: "So many days after it was written" }),
  at: date("On this day, such as 2027-01-31"),
  storage_class: storageClass,
});

const noncurrentTransition = z.object({
  after_days: z.int().min(0).max(MAX_DAYS).meta({ description: "So many days after it was written again or deleted" }),
  versions_kept: z.int().min(1).max(MAX_VERSIONS_KEPT).optional().meta({
    description: "So many of the newest stay where they are",
  }),
  storage_class: storageClass,
});

const rule = z.object({
  id: z.string().min(1).max(255).meta({ description: "Name of the rule, in its bucket" }),
  enabled: z.boolean().default(true).meta({ description: "Whether it is in force" }),
  prefix: z.string().min(1).max(1024).optional().meta({ description: "For objects whose keys begin like this" }),
  tags: tagMap(MAX_TAGS).meta({ description: "For objects that have all of these tags" }),
  larger_than: bytes("For objects of more bytes"),
  smaller_than: bytes("For objects of fewer bytes"),
  expire_after_days: days("Delete an object so many days after it was written"),
  expire_at: date("Delete objects on this day, such as 2027-01-31"),
  expire_delete_markers: z.boolean().default(false).meta({
    description: "Delete the mark of a deleted object once none of its versions is left",
  }),
  noncurrent_expire_after_days: days("Delete a version so many days after it was written again or deleted"),
  noncurrent_versions_kept: z.int().min(1).max(MAX_VERSIONS_KEPT).optional().meta({
    description: "So many of the newest such versions stay",
  }),
  abort_uploads_after_days: days("Discard an upload in parts that is not finished so many days after it began"),
  transitions: z.array(transition).max(MAX_TRANSITIONS).default([]).meta({
    description: "Move objects to another storage class",
  }),
  noncurrent_transitions: z.array(noncurrentTransition).max(MAX_TRANSITIONS).default([]).meta({
    description: "Move versions to another storage class",
  }),
});

export const lifecycleConfig = z.object({
  ...rulesFields,
  rules: z
    .array(rule)
    .min(1)
    .max(MAX_RULES)
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, "each has an id of its own")
    .meta({ description: "Their order is nothing" }),
});

/** A rule as a config says it. */
export type DeclaredRule = z.input<typeof rule>;
export type Rule = z.output<typeof rule>;
export type LifecycleConfig = OnServer<z.output<typeof lifecycleConfig>>;
