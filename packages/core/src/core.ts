import type { Database } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import type { SchemaValidator } from "./schemas/index.ts";
import type { Keyring } from "./secrets/index.ts";
import type { Settings } from "./settings.ts";
import type { TypeCatalog } from "./types/index.ts";
import type { WakeUp } from "./wake-up.ts";

/** What every use-case is given. `db` may be bound to the caller's transaction. */
export interface Core {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly validator: SchemaValidator;
  readonly types: TypeCatalog;
  readonly wakeUp: WakeUp;
  readonly settings: Settings;
  readonly logger: Logger;
}
