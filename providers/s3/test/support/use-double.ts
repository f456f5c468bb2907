import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { type DoubleOptions, S3Double } from "./double/index.ts";
import type { S3Server } from "./s3-server.ts";

/** A double of the test file's own, with one account. */
export interface DoubleServer extends S3Server {
  readonly double: S3Double;
}

export function useDouble(options: DoubleOptions = {}): DoubleServer {
  const double = new S3Double(options);
  const keys = { access_key: "ADMIN", secret_key: randomBytes(20).toString("base64") };
  beforeAll(async () => {
    double.secrets.set(keys.access_key, keys.secret_key);
    await double.start();
  });
  afterAll(() => double.stop());
  return {
    double,
    quirks: [],
    connection: (other) => ({ endpoint: double.url, region: double.region, ...keys, ...other }),
  };
}
