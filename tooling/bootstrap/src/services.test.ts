import { expect, it } from "vitest";
import { readConfiguration } from "./configuration.ts";
import { apiEnvironment, sharedEnvironment, webEnvironment, workerEnvironment } from "./services.ts";

const NPM = { registry: "https://npm.example/", certificates: "/etc/own.pem" };
const env = {
  PATH: "/bin",
  SHELL_SECRET: "of the user",
  PRAGMA_ADMIN_EMAIL: "a@b.c",
  PRAGMA_ADMIN_PASSWORD: "pw",
  PRAGMA_BOOTSTRAP_TOKEN: "pragma_token",
  PRAGMA_SETUP_CODE: "code",
  PRAGMA_AUTH_SECRET: "secret",
  PRAGMA_OIDC_CLIENT_SECRET: "of the client",
  PRAGMA_SMTP_URL: "smtp://user:password@mail.example",
  PRAGMA_RATE_LIMIT: "10",
  PRAGMA_HOST: "0.0.0.0",
  PRAGMA_API_PORT: "9000",
  OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318",
  LOG_LEVEL: "debug",
};
const configuration = readConfiguration(env);
const shared = sharedEnvironment(env, configuration, { databaseUrl: "postgresql://x", encryptionKeys: "key" });

it("tells services what they need and nothing of the shell's", () => {
  expect(shared).toEqual({
    PATH: "/bin",
    LOG_LEVEL: "debug",
    NODE_ENV: "production",
    DATABASE_URL: "postgresql://x",
    PRAGMA_ENCRYPTION_KEYS: "key",
    PRAGMA_RATE_LIMIT: "10",
    PRAGMA_HOST: "0.0.0.0",
    PRAGMA_API_PORT: "9000",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318",
    PRAGMA_PUBLIC_API_URL: "http://localhost:9000",
    PRAGMA_PUBLIC_WEB_URL: "http://localhost:3000",
  });
});

it("gives the first account to the API alone, and none where the dashboard makes it", () => {
  const owner = {
    account: { email: "a@b.c", password: "pw" },
    setupCode: "code",
    token: "pragma_token",
    tokenFile: null,
  };
  expect(apiEnvironment(shared, configuration, owner)).toMatchObject({
    PRAGMA_API_HOST: "0.0.0.0",
    PRAGMA_API_PORT: "9000",
    PRAGMA_ADMIN_PASSWORD: "pw",
    PRAGMA_BOOTSTRAP_TOKEN: "pragma_token",
  });
  const { PRAGMA_ADMIN_EMAIL, PRAGMA_BOOTSTRAP_TOKEN } = apiEnvironment(shared, configuration, {
    ...owner,
    account: null,
  });
  expect([PRAGMA_ADMIN_EMAIL, PRAGMA_BOOTSTRAP_TOKEN]).toEqual([undefined, "pragma_token"]);
});

it("gives what signing in needs to the dashboard alone", () => {
  const secrets = { setupCode: "code", authSecret: "secret" };
  expect(webEnvironment(shared, env, configuration, secrets)).toMatchObject({
    PRAGMA_WEB_HOST: "0.0.0.0",
    PRAGMA_WEB_PORT: "3000",
    PRAGMA_AUTH_SECRET: "secret",
    PRAGMA_SETUP_CODE: "code",
    PRAGMA_OIDC_CLIENT_SECRET: "of the client",
    PRAGMA_SMTP_URL: "smtp://user:password@mail.example",
  });
});

it("lets the worker find the providers shipped with the product", () => {
  const found = (env: NodeJS.ProcessEnv) => workerEnvironment(env, "/repo", NPM, null)["PRAGMA_PROVIDERS_DIR"];
  expect(found(shared)).toBe("/repo/providers");
  expect(found({ PRAGMA_PROVIDERS_DIR: "/other" })).toBe("/other");
});

it("has the worker take packages from where npm takes them, unless it is told otherwise", () => {
  const { PRAGMA_NPM_REGISTRY, PRAGMA_NPM_CERTIFICATES } = workerEnvironment(shared, "/repo", NPM, null);
  expect([PRAGMA_NPM_REGISTRY, PRAGMA_NPM_CERTIFICATES]).toEqual([NPM.registry, NPM.certificates]);
  const other = workerEnvironment({ PRAGMA_NPM_REGISTRY: "https://other.example" }, "/repo", NPM, null);
  expect(other["PRAGMA_NPM_REGISTRY"]).toBe("https://other.example");
  const unknown = workerEnvironment(shared, "/repo", { registry: null, certificates: null }, null);
  expect(Object.keys(unknown)).not.toContain("PRAGMA_NPM_REGISTRY");
});

it("lets the shipped provider for PostgreSQL reach the server for users' databases, beside what the operator allows", () => {
  const allowed = (env: NodeJS.ProcessEnv, port: number | null) =>
    workerEnvironment(env, "/repo", NPM, port)["PRAGMA_EGRESS_ALLOW"];
  expect(allowed(shared, 54321)).toBe("postgres=127.0.0.1:54321");
  expect(allowed({ PRAGMA_EGRESS_ALLOW: " 10.0.0.0/8 " }, 54321)).toBe("10.0.0.0/8,postgres=127.0.0.1:54321");
  expect(allowed({ PRAGMA_EGRESS_ALLOW: "10.0.0.0/8" }, null)).toBe("10.0.0.0/8");
  expect(allowed(shared, null)).toBeUndefined();
});
