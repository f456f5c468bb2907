import { z } from "zod";
import { inDatabase, type OnServer, serverFields } from "../fields.ts";
import { identifier } from "../sql/identifier.ts";

export const extensionConfig = z.object({
  ...serverFields,
  database: inDatabase,
  name: identifier.meta({ immutable: true, description: "Name of the extension, such as pg_trgm or uuid-ossp" }),
  version: z.string().min(1).max(63).optional().meta({
    description: "Version to have. Left out: the server's default when it is installed, then whatever is there",
  }),
  schema: identifier.optional().meta({
    description: "Schema to put its objects into. Left out: public, or the one that the extension insists on",
  }),
  install_required: z.boolean().default(false).meta({
    description: "Install the extensions it needs as well (CASCADE). They stay when it is deleted",
  }),
  drop_cascade: z.boolean().default(false).meta({
    description: "On delete, drop what uses it as well (CASCADE) rather than fail while there is such a thing",
  }),
});

export const extensionOutputs = z.object({
  name: z.string(),
  version: z.string(),
  schema: z.string(),
  database: z.string(),
});

export type ExtensionConfig = OnServer<z.output<typeof extensionConfig>>;
export type ExtensionOutputs = z.input<typeof extensionOutputs>;
