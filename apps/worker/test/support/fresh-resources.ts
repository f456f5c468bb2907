import type { JsonObject } from "@pragma/contract";
import { hasRedisServer } from "../../../../providers/redis/test/support/server.ts";

/** Databases are costly: 7 MB each, and a process for each that is looked into. */
const MOST_DATABASES = 20;
const EXTENSIONS = ["pg_trgm", "hstore", "citext", "btree_gin", "unaccent", "intarray", "ltree", "pgcrypto"];

/** What is to be applied, each with the key that it gets. */
export type Fresh = [key: string, config: JsonObject];

/** Names of what is on a server, which all organizations share. */
export const freshName = (run: string, type: string, index: number): string => `fresh_${run}_${type}_${index}`;

/** Names of buckets have no underscores. */
export const freshBucket = (run: string, index: number): string => freshName(run, "bucket", index).replaceAll("_", "-");

export const databaseCount = (count: number): number => Math.min(count, MOST_DATABASES);

/**
 * Resources of every shipped type that has something real, in an order in which each comes after those it depends on.
 * @param run tells the names on servers from those of other runs
 * @param count how many of each; of databases and their extensions fewer
 */
export function freshResources(run: string, count: number): Fresh[] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const databases = indexes.slice(0, databaseCount(count));
  return [
    ...indexes.map((index) => role(run, index)),
    ...databases.map((index) => database(run, index)),
    ...indexes.flatMap((index) => [schema(index, databases.length), grant(index, databases.length)]),
    ...databases.flatMap((index) => EXTENSIONS.slice(0, count).map((name) => extension(index, name))),
    ...indexes.flatMap((index) => [...files(run, index), object(index), ...(hasRedisServer ? users(run, index) : [])]),
    ...indexes.flatMap((index) => buckets(run, index)),
  ];
}

const output = (key: string, name: string): string => `\${${key}.outputs.${name}}`;

function role(run: string, index: number): Fresh {
  const more = {
    login: true,
    password: `password-${index}`,
    connection_limit: 5,
    valid_until: "2040-01-01T02:00:00+02:00",
  };
  return [`postgres/role/r${index}`, { name: freshName(run, "role", index), ...more }];
}

function database(run: string, index: number): Fresh {
  const owner = output(`postgres/role/r${index}`, "name");
  return [`postgres/database/d${index}`, { name: freshName(run, "database", index), owner, connection_limit: 50 }];
}

const inDatabase = (index: number, databases: number): string =>
  output(`postgres/database/d${index % databases}`, "name");

function schema(index: number, databases: number): Fresh {
  const config = { database: inDatabase(index, databases), name: `s${index}` };
  return [`postgres/schema/s${index}`, { ...config, owner: output(`postgres/role/r${index}`, "name") }];
}

function grant(index: number, databases: number): Fresh {
  return [
    `postgres/grant/g${index}`,
    {
      database: inDatabase(index, databases),
      schema: output(`postgres/schema/s${index}`, "name"),
      role: output(`postgres/role/r${index}`, "name"),
      object_type: "schema",
      privileges: ["USAGE", "CREATE"],
    },
  ];
}

function extension(index: number, name: string): Fresh {
  return [`postgres/extension/${name}-${index}`, { database: inDatabase(index, index + 1), name }];
}

function files(run: string, index: number): Fresh[] {
  const place = (type: string) => ({ path: `${run}/${type}-${index}`, mode: "0640" });
  return [
    [`fs/file/f${index}`, { ...place("file"), content: `content ${index}` }],
    [`fs/template/t${index}`, { ...place("template"), template: "a {{b}}", values: { b: index } }],
    [`fs/directory/d${index}`, { ...place("directory"), mode: "0750" }],
  ];
}

function object(index: number): Fresh {
  const body = { size: "{{values.size}}", tags: "{{values.tags}}", labels: "{{values.labels}}" };
  const one = { path: "/things/{{id}}" };
  const requests = { create: { path: "/things", body }, read: one, update: { ...one, body }, delete: one };
  const values = { size: index, tags: ["a", "b"], labels: { x: "1", y: "2" } };
  const compare = { size: "data.size", tags: "data.tags", labels: "data.labels" };
  return [`http/object/o${index}`, { values, compare, ...requests, id: "data.id" }];
}

function users(run: string, index: number): Fresh[] {
  const name = freshName(run, "user", index);
  const space = { prefix: `${name}:`, username: `${name}_space`, password: `password-${index}` };
  return [
    [`redis/acl-user/u${index}`, { name, password: `password-${index}`, keys: ["b:*", "a:*"], commands: ["+@read"] }],
    [`redis/key-space/k${index}`, space],
  ];
}

function buckets(run: string, index: number): Fresh[] {
  const name = freshBucket(run, index);
  const bucket = output(`s3/bucket/b${index}`, "name");
  const statement = { Effect: "Allow", Principal: "*", Action: ["s3:GetObject"], Resource: [`arn:aws:s3:::${name}/*`] };
  const origins = { allowed_origins: ["https://b.example", "https://a.example"], allowed_methods: ["PUT", "GET"] };
  const more = { content_type: "text/plain", metadata: { made: "fresh" }, tags: { b: "1", a: "2" } };
  return [
    [`s3/bucket/b${index}`, { name, versioning: index % 2 === 0, tags: { b: "1", a: "2" } }],
    [`s3/bucket-policy/p${index}`, { bucket, policy: { Version: "2012-10-17", Statement: [statement] } }],
    [
      `s3/bucket-lifecycle/l${index}`,
      {
        bucket,
        rules: [
          { id: "b", expire_after_days: 2 },
          { id: "a", tags: { a: "b" }, expire_after_days: 1 },
        ],
      },
    ],
    [`s3/bucket-cors/c${index}`, { bucket, rules: [{ id: "a", ...origins }] }],
    [`s3/object/o${index}`, { bucket, key: `a b/${index}`, content: `content ${index}`, ...more }],
  ];
}
