import type { ThingsApi } from "../../../../providers/http/test/support/api.ts";
import type { TestServer as Postgres } from "../../../../providers/postgres/test/support/server.ts";
import type { TestServer as Redis } from "../../../../providers/redis/test/support/server.ts";

/** Servers, an API and a folder that hold what resources of the shipped types stand for. */
export interface Things {
  postgres: Postgres;
  redis: Redis;
  api: ThingsApi;
  /** A folder that its owner, and not root, may write to. */
  folder: string;
}
