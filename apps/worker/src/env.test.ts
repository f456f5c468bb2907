import { DEFAULT_QUOTAS } from "@pragma/core/quota-settings";
import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";

const REQUIRED = { DATABASE_URL: "postgres://localhost/x", PRAGMA_ENCRYPTION_KEYS: "00" };

describe("readEnv", () => {
  it("has a default for all but the database and the keys", () => {
    const env = readEnv(REQUIRED);
    expect(env).toMatchObject({ databaseUrl: REQUIRED.DATABASE_URL, retention: { historyDays: 90, auditDays: 365 } });
    expect(env.settings).toMatchObject({ leaseSeconds: 15, maxAttempts: 5, quotas: DEFAULT_QUOTAS });
    expect(readEnv({ ...REQUIRED, PRAGMA_QUOTA_RESOURCES: "9" }).settings.quotas.resources).toBe(9);
  });

  it("names every variable that is wrong, one a line", () => {
    const read = () => readEnv({ ...REQUIRED, DATABASE_URL: "", PRAGMA_LEASE_SECONDS: "90", PRAGMA_MAX_ATTEMPTS: "x" });
    expect(read).toThrow(/^DATABASE_URL: .*\nPRAGMA_MAX_ATTEMPTS: .*\nPRAGMA_LEASE_SECONDS: .*$/);
  });

  it("names the entries of PRAGMA_EGRESS_ALLOW that cannot be read, and why", () => {
    const read = (list: string) => readEnv({ ...REQUIRED, PRAGMA_EGRESS_ALLOW: list }).egressAllow;
    expect(read("postgres=127.0.0.1:5432, 10.0.0.0/8")).toBe("postgres=127.0.0.1:5432, 10.0.0.0/8");
    expect(() => read("10.0.0.0/8,postgres=127.0.0.1:x")).toThrow(
      'PRAGMA_EGRESS_ALLOW: "postgres=127.0.0.1:x": "x" is not a port from 1 to 65535',
    );
  });
});
