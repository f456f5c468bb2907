import { DEFAULT_QUOTAS } from "@pragma/core/quota-settings";
import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";

const minimal = { DATABASE_URL: "postgres://x", PRAGMA_ENCRYPTION_KEYS: "k" };

describe("readEnv", () => {
  it("listens on loopback, with the documented limits, unless told otherwise", () => {
    const env = readEnv(minimal);
    expect(env).toMatchObject({ host: "127.0.0.1", port: 8000 });
    expect(env.settings).toMatchObject({ rateLimit: 6000, maxFileBytes: 25 * 1024 * 1024 });
    expect(env.apiSettings).toMatchObject({ maxBodyBytes: 1024 * 1024, stallMs: 30_000 });
  });

  it("reads origins, and refuses what no browser sends as one", () => {
    const origins = (text: string) => readEnv({ ...minimal, PRAGMA_CORS_ORIGINS: text }).apiSettings.corsOrigins;
    expect(origins("")).toEqual([]);
    expect(origins("https://a.example, http://localhost:5173,")).toEqual([
      "https://a.example",
      "http://localhost:5173",
    ]);
    for (const text of ["*", "null", "a.example", "https://a.example/", "https://a.example/x", "ftp://a.example"]) {
      expect(() => origins(text), text).toThrow(/^PRAGMA_CORS_ORIGINS.*must be origins/);
    }
  });

  it("reads the quotas, which are whole numbers from 1", () => {
    const quotas = (env: NodeJS.ProcessEnv) => readEnv({ ...minimal, ...env }).settings.quotas;
    expect(quotas({ PRAGMA_QUOTA_TOKENS: "12" })).toEqual({ ...DEFAULT_QUOTAS, tokens: 12 });
    for (const text of ["0", "-1", "1.5", "many", "1e16"]) {
      expect(() => quotas({ PRAGMA_QUOTA_FILE_BYTES: text }), text).toThrow(/^PRAGMA_QUOTA_FILE_BYTES: /);
    }
  });

  it("takes a variable set to nothing as not set", () => {
    expect(readEnv({ ...minimal, PRAGMA_API_PORT: "", PRAGMA_ADMIN_EMAIL: "" })).toMatchObject({
      port: 8000,
      admin: { email: undefined },
    });
  });

  it("puts paths behind public addresses without a doubled slash", () => {
    expect(readEnv({ ...minimal, PRAGMA_PUBLIC_API_URL: "https://a.example/api/" }).settings.publicApiUrl).toBe(
      "https://a.example/api",
    );
  });

  it("says what an address of a database looks like, and not what it was", () => {
    const bad = [
      "postgres://u:s3cret#x@db:5432/pragma",
      "db.internal",
      "https://u:s3cret@db/pragma",
      "host=db password=s3cret",
    ];
    for (const DATABASE_URL of bad) {
      expect(() => readEnv({ ...minimal, DATABASE_URL }), DATABASE_URL).toThrow(
        /^DATABASE_URL: must look like postgresql:/,
      );
      expect(() => readEnv({ ...minimal, DATABASE_URL })).not.toThrow(/s3cret/);
      expect(() => readEnv({ ...minimal, PRAGMA_DIRECT_DATABASE_URL: DATABASE_URL })).toThrow(
        /^PRAGMA_DIRECT_DATABASE_URL: must/,
      );
    }
    const good = [
      "postgresql://u:p%23@db/pragma",
      "postgres://u:p@/pragma?host=/run/postgresql",
      "postgres://u:100%25@db/pragma?sslmode=verify-full&sslrootcert=/nowhere",
    ];
    for (const DATABASE_URL of good) expect(readEnv({ ...minimal, DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
  });

  it("names every variable that is wrong, one a line, and none of their values", () => {
    const bad = { PRAGMA_API_PORT: "99999", PRAGMA_PUBLIC_WEB_URL: "ftp://secret", PRAGMA_ENCRYPTION_KEYS: "k" };
    expect(() => readEnv(bad)).toThrow(/^DATABASE_URL: .*\nPRAGMA_API_PORT: .*\nPRAGMA_PUBLIC_WEB_URL: [^\n]*$/);
    expect(() => readEnv(bad)).not.toThrow(/secret/);
  });
});
