import { z } from "zod";
import { SCOPES } from "./scope-values.ts";

export * from "./scope-values.ts";

export const scopeSchema = z.enum(SCOPES).meta({ id: "Scope", description: "A permission of a token" });
