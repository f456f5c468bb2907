import { describe, expect, it } from "vitest";
import { fits, type Rankable, type ReferenceWish, rankReferences } from "./rank-references.ts";
import { SiblingUses } from "./sibling-uses.ts";

/** `provider/resource/name.path`, a string that is there unless told otherwise. */
function output(reference: string, more: Partial<Rankable> = {}): Rankable {
  const [, key = "", provider = "", resource = "", path = ""] =
    /^(([^/]+)\/([^/]+)\/[^.]+)\.(.*)$/.exec(reference) ?? [];
  return { key, provider, resource, path, type: "string", format: null, sensitive: false, present: true, ...more };
}
const field = (name: string, more: Partial<ReferenceWish> = {}): ReferenceWish => ({
  ...{ field: name, types: ["string"], format: null, sensitive: false },
  ...more,
});
const used = (...references: string[]): SiblingUses =>
  new SiblingUses(
    references.map((reference) => `\${${reference.replace(/\.(?=[^.]*$)/, ".outputs.")}}`),
    [],
    { stringReferences: true },
  );
const none = SiblingUses.none;
const secret = { sensitive: true };
const a = "p/t/a";

type Case = [title: string, wish: ReferenceWish, uses: SiblingUses, ranked: (string | Rankable)[]];

/** Each list is as it is to be; what is ranked is the same in another order. */
const CASES: Case[] = [
  ["what a sibling uses first", field("url"), used("p/t/z.other"), ["p/t/z.other", "p/t/a.url"]],
  ["what more siblings use", field("x"), used("p/t/a.x", "p/t/b.x", "p/t/b.x"), ["p/t/b.x", "p/t/a.x"]],
  ["then that output of others", field("bucket_id"), used("p/t/z.y"), ["p/t/z.y", "p/t/a.y", "s3/bucket/a.id"]],
  ["the one that more use of others", field("x"), used("p/t/a.k", "p/t/b.k", "p/t/c.j"), ["p/t/z.k", "p/t/z.j"]],
  ["used, although of another type", field("x"), used("p/t/z.n"), [output("p/t/z.n", { type: "number" }), "p/t/a.x"]],
  ["used, although a secret", field("x"), used("p/t/z.s"), [output("p/t/z.s", secret), "p/t/a.x"]],
  ["a type that the field takes", field("port"), none, ["p/t/a.host", output("p/t/a.port", { type: "integer" })]],
  ["an unknown type may be it", field(""), none, ["p/t/a.b", output("p/t/a.a", { type: null })]],
  [
    "whole numbers for numbers",
    field("x", { types: ["number"] }),
    none,
    [output("p/t/a.n", { type: "integer" }), "p/t/a.x"],
  ],
  ["secrets for a secret", field("password", secret), none, [output("p/t/a.key", secret), "p/t/a.password"]],
  ["no secret elsewhere", field("url"), none, ["p/t/a.host", output("p/t/a.url", secret)]],
  ["the type's name", field("bucket_id"), none, ["s3/bucket/z.id", "p/t/a.id"]],
  ["the type's name in the plural", field("bucket_id"), none, ["s3/buckets/z.arn", "p/t/a.bucket_id"]],
  ["the field's name in the plural", field("policies"), none, ["iam/policy/z.arn", "p/t/a.id"]],
  ["the type's name alone", field("database"), none, ["postgres/database/z.name", "p/t/a.id"]],
  ["a type of two words", field("database_user_id"), none, ["pg/database-user/z.id", "pg/user/a.id", "pg/role/a.id"]],
  ["all words of the type", field("database_id"), none, ["pg/database/z.id", "pg/database-user/a.id"]],
  ["words in camel case", field("bucketId"), none, ["s3/bucket/z.id", "p/t/a.id"]],
  ["the provider's name", field("postgres_url"), none, ["postgres/database/z.url", "mysql/database/a.url"]],
  ["provider and type", field("s3_bucket"), none, ["s3/bucket/z.id", "gcs/bucket/a.id", "s3/user/a.id"]],
  ["no part of a word", field("hostname"), none, ["p/a/a.id", "p/host/z.id"]],
  ["the output's name", field("server_url"), none, ["p/t/z.server_url", "p/t/z.url", "p/t/a.id", "p/t/a.host"]],
  ["an output whose name ends so", field("url"), none, ["p/t/z.url", "p/t/a.server_url", "p/t/a.urls"]],
  ["the key of a nested output", field("host"), none, ["p/t/z.primary.host", "p/t/a.id"]],
  ["the format", field("x", { format: "uri" }), none, [output("p/t/z.y", { format: "uri" }), "p/t/a.id"]],
  ["`id` before others", field("x"), none, ["p/t/a.id", "p/t/z.id", "p/t/a.arn", "p/t/a.name"]],
  ["what is there", field("x"), none, ["p/t/z.y", output("p/t/a.y", { present: false })]],
  ["else by key, then by path", field(""), none, [`${a}.a`, `${a}.b`, "p/t/b.a", "p/u/a.a"]],
];

describe("outputs for a field are ranked by", () => {
  it.each(CASES)("%s", (_, wish, uses, expected) => {
    const outputs = expected.map((one) => (typeof one === "string" ? output(one) : one));
    const names = (of: readonly Rankable[]) => of.map(({ key, path }) => `${key}.${path}`);
    expect(names(rankReferences([...outputs].reverse(), wish, uses))).toEqual(names(outputs));
    expect(names(rankReferences(outputs, wish, uses))).toEqual(names(outputs));
  });

  it("the likelihood that an output of any name is the one", () => {
    const any = output("p/t/a.");
    const ranked = rankReferences([output("p/t/a.host"), any, output("p/t/a.url")], field("url"), none);
    expect(ranked.map(({ path }) => path)).toEqual(["url", "", "host"]);
  });
});

it("an output fits where its type is taken, or unknown", () => {
  expect(fits(output(`${a}.x`, { type: "array" }), field("x"))).toBe(false);
  expect(fits(output(`${a}.x`, { type: null }), field("x"))).toBe(true);
  expect(fits(output(`${a}.x`, { type: "array" }), field("x", { types: [] }))).toBe(true);
});
