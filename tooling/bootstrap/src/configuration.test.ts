import { describe, expect, it } from "vitest";
import { readConfiguration } from "./configuration.ts";
import { StartError } from "./start-error.ts";

describe("readConfiguration", () => {
  it("needs nothing, and takes an empty value for none", () => {
    const configuration = readConfiguration({ DATABASE_URL: "", PRAGMA_API_PORT: " " });
    expect(configuration).toEqual({
      databaseUrl: null,
      directDatabaseUrl: null,
      databasePort: 54320,
      userDatabase: true,
      userDatabasePort: 54321,
      host: "127.0.0.1",
      apiPort: 8000,
      webPort: 3000,
      adminEmail: null,
      adminPassword: null,
      bootstrapToken: null,
      setupCode: null,
      encryptionKeys: null,
    });
  });

  it("takes several encryption keys, in hex, base64 or base64url", () => {
    const keys = [
      "ab".repeat(32),
      Buffer.alloc(32, 255).toString("base64"),
      Buffer.alloc(32, 254).toString("base64url"),
    ];
    expect(readConfiguration({ PRAGMA_ENCRYPTION_KEYS: keys.join(", ") }).encryptionKeys).toBe(keys.join(", "));
  });

  it.each([
    [{ PRAGMA_API_PORT: "http" }, /PRAGMA_API_PORT must be a port/],
    [{ PRAGMA_API_PORT: "0" }, /PRAGMA_API_PORT must be a port/],
    [{ PRAGMA_DATABASE_PORT: "65536" }, /PRAGMA_DATABASE_PORT must be a port/],
    [{ PRAGMA_USER_DATABASE: "maybe" }, /must be "on" or "off"/],
    [{ DATABASE_URL: "mysql://root:hunter2@h/d" }, /DATABASE_URL must look like/],
    [{ DATABASE_URL: "hunter2" }, /DATABASE_URL must look like/],
    [{ PRAGMA_DIRECT_DATABASE_URL: "hunter2" }, /PRAGMA_DIRECT_DATABASE_URL must look like/],
    [{ PRAGMA_DIRECT_DATABASE_URL: "postgres://a:hunter2@h/d" }, /set that one too/],
    [{ PRAGMA_ENCRYPTION_KEYS: `${"ab".repeat(32)},hunter2` }, /key 2 is not 32 bytes/],
    [{ PRAGMA_ADMIN_EMAIL: "a@b.c" }, /go together/],
  ])("refuses %o without repeating a secret", (env, message) => {
    const read = () => readConfiguration(env);
    expect(read).toThrow(StartError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hunter2/);
  });
});
