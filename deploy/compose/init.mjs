// Makes up the secrets of an installation by compose.yaml, once: what is there already stays. Each folder is a volume, so
// that a program sees no secrets but its own. What lies in one is for everybody who has the volume: the programs run under
// different accounts.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import process from "node:process";

const hex = (bytes) => randomBytes(bytes).toString("hex");

/** @returns what the file holds */
function keep(path, make) {
  if (!existsSync(path)) {
    // Whole or not at all: an init that was interrupted goes on where it was.
    writeFileSync(`${path}.new`, make(), { mode: 0o444 });
    renameSync(`${path}.new`, path);
    process.stdout.write(`made ${path}\n`);
  }
  return readFileSync(path, "utf8");
}

const password = keep("/secrets/database/password", () => hex(24));
keep("/secrets/shared/database-url", () => `postgresql://pragma:${password}@database:5432/pragma`);
keep("/secrets/shared/encryption-keys", () => randomBytes(32).toString("base64"));
keep("/secrets/api/bootstrap-token", () => hex(32));
keep("/secrets/web/auth-secret", () => hex(32));
keep("/secrets/web/setup-code", () => hex(16));

const userPassword = keep("/secrets/user-database/password", () => hex(24));
keep("/secrets/user-database/server-url", () => `postgresql://postgres:${userPassword}@user-database:5432/postgres`);
