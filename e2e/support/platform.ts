import type { Core } from "@pragma/core";
import { closeCore, createCore } from "@pragma/core";
import { SchemaValidator } from "@pragma/core/schemas";
import { Keyring } from "@pragma/core/secrets";
import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import { createDatabase, createPool } from "@pragma/db";
import { createLogger } from "@pragma/telemetry";
import { type StackInfo, stackInfo } from "./stack-info.ts";

/** The domain on the stack's database, for what a test needs before the browser opens: accounts and tokens. */
export interface Platform {
  readonly core: Core;
  close(): Promise<void>;
}

/** @param stack the run's, unless told otherwise */
export function openPlatform(stack: StackInfo = stackInfo()): Platform {
  const { databaseUrl, encryptionKeys, apiUrl, webUrl } = stack;
  const logger = createLogger({ service: "e2e", level: "fatal" });
  // A test may take its database away.
  const pool = createPool({ url: databaseUrl, name: "pragma-e2e", max: 4, onError: (err) => logger.debug({ err }) });
  const validator = new SchemaValidator();
  const core = createCore({
    db: createDatabase(pool),
    databaseUrl,
    keyring: Keyring.parse(encryptionKeys),
    settings: { ...DEFAULT_SETTINGS, publicApiUrl: apiUrl, publicWebUrl: webUrl },
    logger,
    validator,
  });
  return {
    core,
    async close() {
      await closeCore(core);
      await validator.close();
      await pool.end();
    },
  };
}
