import type { ThingsApi } from "../../../../providers/http/test/support/api.ts";
import type { TestServer as Postgres } from "../../../../providers/postgres/test/support/server.ts";
import type { TestServer as Redis } from "../../../../providers/redis/test/support/server.ts";
import type { S3Server } from "../../../../providers/s3/test/support/s3-server.ts";

/** Servers, an API and a folder that hold what resources of the shipped types stand for. */
export interface Things {
  postgres: Postgres;
  redis: Redis;
  api: ThingsApi;
  s3: S3Server;
  /** A folder that its owner, and not root, may write to. */
  folder: string;
}
