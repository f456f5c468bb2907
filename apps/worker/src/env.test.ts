import { DEFAULT_QUOTAS } from "@pragma/core/quota-settings";
import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";

const REQUIRED = { DATABASE_URL: "postgres://localhost/x", PRAGMA_ENCRYPTION_KEYS: "00" };

describe("readEnv", () => {
  it("has a default for all but the database and the keys", () => {
    const env = readEnv(REQUIRED);
    expect(env).toMatchObject({
      databaseUrl: REQUIRED.DATABASE_URL,
      retention: { historyDays: 90, auditDays: 365 },
      nice: 5,
    });
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

  it("runs providers on this machine, or as Pods with what the environment says of them", () => {
    expect(readEnv(REQUIRED).kubernetes).toBeNull();
    expect(
      readEnv({ ...REQUIRED, PRAGMA_DRIVER: "kubernetes", PRAGMA_KUBERNETES_MEMORY_MB: "200" }).kubernetes,
    ).toMatchObject({
      url: "https://kubernetes.default.svc",
      tokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
      namespace: "pragma-workers",
      provider: { memoryMb: 200, cpus: 2, requests: { memoryMb: 200, cpus: 0.1 } },
      build: { memoryMb: 4096 },
      startMs: 120_000,
      silenceMs: 60_000,
    });
  });

  it("names the settings that mean nothing for Pods", () => {
    const read = () =>
      readEnv({ ...REQUIRED, PRAGMA_DRIVER: "kubernetes", PRAGMA_SANDBOX: "none", PRAGMA_EGRESS_ALLOW: "10.0.0.0/8" });
    expect(read).toThrow(
      /^PRAGMA_SANDBOX: has no effect with PRAGMA_DRIVER=kubernetes: .*\nPRAGMA_EGRESS_ALLOW: .* write a NetworkPolicy$/,
    );
  });

  it("takes no API server without TLS", () => {
    const read = () => readEnv({ ...REQUIRED, PRAGMA_KUBERNETES_API: "http://10.96.0.1" });
    expect(read).toThrow(/^PRAGMA_KUBERNETES_API: /);
  });
});
