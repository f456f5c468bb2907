import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@pragma/contract";
import { uniqueName } from "../../../../providers/postgres/test/support/server.ts";
import { hasRedisServer } from "../../../../providers/redis/test/support/server.ts";
import { caseOfContent, casesOfBucket } from "./s3-drift-cases.ts";
import type { Things } from "./things.ts";

/** Something that is declared, and changed by hand. */
export interface DriftCase {
  key: string;
  config: JsonObject;
  byHand: () => Promise<unknown> | unknown;
  /** Where in the config that is found. */
  path: string;
  /** What is there at this moment. */
  real: () => Promise<unknown> | unknown;
  /** What `real` gives as declared, and once it was changed. */
  values: readonly [declared: unknown, changed: unknown];
}

/** Names of roles that have to be there, and of what the cases of PostgreSQL make. */
export const POSTGRES_NAMES = {
  first: uniqueName("first"),
  second: uniqueName("second"),
  login: uniqueName("login"),
  known: uniqueName("known"),
  database: uniqueName("shop"),
};

/** A bucket that has to be there. */
export const KNOWN_BUCKET = uniqueName("known").replaceAll("_", "-").toLowerCase();

/** What of every shipped type can be accepted as it is found. */
export function acceptableCases(things: Things): DriftCase[] {
  const ofServers = [...ofPostgres(things), ...ofHttp(things), ...(hasRedisServer ? ofRedis(things) : [])];
  return [...ofServers, ...ofFiles(things), ...casesOfBucket(things.s3)];
}

/** What is found only in part: that it differs, but not what it is. */
export function unknowableCases({ postgres, redis, s3, folder }: Things): DriftCase[] {
  const { known } = POSTGRES_NAMES;
  const file = join(folder, "content");
  const asLogin = () => Object.assign(new URL(postgres.url()), { username: known, password: "first-password" }).href;
  const answers = (attempt: Promise<unknown>) =>
    attempt.then(
      () => true,
      () => false,
    );
  const ofServers: DriftCase = {
    key: "postgres/role/known",
    config: { name: known, password: "first-password" },
    byHand: () => postgres.sql(`ALTER ROLE ${known} PASSWORD 'by-hand'`),
    path: "password",
    real: () => answers(postgres.sql("SELECT 1", [], asLogin())),
    values: [true, false],
  };
  const ofFile: DriftCase = {
    key: "fs/file/content",
    config: { path: "content", content: "declared" },
    byHand: () => writeFile(file, "by hand"),
    path: "content",
    real: () => readFile(file, "utf8"),
    values: ["declared", "by hand"],
  };
  const ofUser: DriftCase = {
    key: "redis/acl-user/app",
    config: { name: "app", password: "first-password", commands: ["+ping"] },
    byHand: () => redis.run(["ACL", "SETUSER", "app", "resetpass", ">by-hand"]),
    path: "password",
    real: () => answers(redis.run(["PING"], redis.url("app", "first-password"))),
    values: [true, false],
  };
  return [ofServers, ofFile, caseOfContent(s3, KNOWN_BUCKET), ...(hasRedisServer ? [ofUser] : [])];
}

function ofPostgres({ postgres }: Things): DriftCase[] {
  const { first, second, login, database } = POSTGRES_NAMES;
  const inside = (text: string) => postgres.sql(text, [], postgres.url(database));
  const ask = async (text: string) => Object.values((await inside(text))[0] ?? {})[0];
  const here = "${postgres/database/shop.outputs.name}";
  return [
    {
      key: "postgres/role/login",
      config: { name: login, connection_limit: 3 },
      byHand: () => postgres.sql(`ALTER ROLE ${login} CONNECTION LIMIT 9`),
      path: "connection_limit",
      real: () => ask(`SELECT rolconnlimit FROM pg_roles WHERE rolname = '${login}'`),
      values: [3, 9],
    },
    {
      key: "postgres/database/shop",
      config: { name: database, owner: first },
      byHand: () => postgres.sql(`ALTER DATABASE ${database} OWNER TO ${second}`),
      path: "owner",
      real: () => ask(`SELECT datdba::regrole::text FROM pg_database WHERE datname = '${database}'`),
      values: [first, second],
    },
    {
      key: "postgres/schema/sales",
      config: { database: here, name: "sales", owner: first },
      byHand: () => inside(`ALTER SCHEMA sales OWNER TO ${second}`),
      path: "owner",
      real: () => ask("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'sales'"),
      values: [first, second],
    },
    {
      key: "postgres/grant/use",
      config: {
        ...{ database: here, schema: "${postgres/schema/sales.outputs.name}" },
        ...{ role: "${postgres/role/login.outputs.name}", object_type: "schema", privileges: ["USAGE", "CREATE"] },
      },
      byHand: () => inside(`REVOKE CREATE ON SCHEMA sales FROM ${login}`),
      path: "privileges",
      real: () => ask(`SELECT has_schema_privilege('${login}', 'sales', 'CREATE')`),
      values: [true, false],
    },
    {
      key: "postgres/extension/trgm",
      config: { database: here, name: "pg_trgm", version: "1.6" },
      byHand: async () => {
        await inside("DROP EXTENSION pg_trgm");
        await inside("CREATE EXTENSION pg_trgm WITH VERSION '1.5'");
      },
      path: "version",
      real: () => ask("SELECT extversion FROM pg_extension WHERE extname = 'pg_trgm'"),
      values: ["1.6", "1.5"],
    },
  ];
}

function ofHttp({ api }: Things): DriftCase[] {
  const thing = () => [...api.things.values()][0] ?? {};
  const body = { size: "{{values.size}}" };
  const one = { path: "/things/{{id}}" };
  const requests = { create: { path: "/things", body }, read: one, update: { ...one, body }, delete: one };
  return [
    {
      key: "http/object/label",
      config: { values: { size: 3 }, ...requests, id: "data.id", compare: { size: "data.size" } },
      byHand: () => Object.assign(thing(), { size: 4 }),
      path: "values.size",
      real: () => thing()["size"],
      values: [3, 4],
    },
  ];
}

function ofFiles({ folder }: Things): DriftCase[] {
  const contents = { file: { content: "hello" }, template: { template: "hello" }, directory: {} };
  return Object.entries(contents).map(([type, content]) => {
    const path = join(folder, `a-${type}`);
    return {
      key: `fs/${type}/a`,
      config: { path: `a-${type}`, mode: "0750", ...content },
      byHand: () => chmod(path, 0o705),
      path: "mode",
      real: async () => ((await stat(path)).mode & 0o777).toString(8),
      values: ["750", "705"],
    };
  });
}

function ofRedis({ redis }: Things): DriftCase[] {
  /** What ACL GETUSER says about one of the user's members. */
  const rules = async (user: string, member: string): Promise<string[]> => {
    const told = (await redis.run(["ACL", "GETUSER", user])) as unknown[];
    return String(told[told.indexOf(member) + 1])
      .split(/[ ,]/)
      .sort();
  };
  return [
    {
      key: "redis/acl-user/shop",
      config: { name: "shop", password: "its-password", keys: ["shop:*"] },
      byHand: () => redis.run(["ACL", "SETUSER", "shop", "~more:*"]),
      path: "keys",
      real: () => rules("shop", "keys"),
      values: [["~shop:*"], ["~more:*", "~shop:*"]],
    },
    {
      key: "redis/key-space/sales",
      config: { prefix: "sales:", username: "sales", password: "its-password", commands: ["+get", "+set"] },
      byHand: () => redis.run(["ACL", "SETUSER", "sales", "-set"]),
      path: "commands",
      real: async () => (await rules("sales", "commands")).includes("+set"),
      values: [true, false],
    },
  ];
}
