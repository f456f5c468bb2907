import { z } from "zod";
import { scopeSchema } from "./scopes.ts";
import { timestampInputSchema, timestampSchema } from "./timestamp.ts";

const MAX_TOKEN_NAME_LENGTH = 100;
/** More than there are; a scope may be named twice. */
const MAX_SCOPES = 100;

/** An API token. Only a hash of the secret is stored. */
export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe("First characters of the secret, to recognise it by"),
    scopes: z.array(scopeSchema),
    created_at: timestampSchema,
    expires_at: timestampSchema.nullable(),
    last_used_at: timestampSchema.nullable(),
  })
  .meta({ id: "Token" });
export type Token = z.infer<typeof tokenSchema>;

/** The answer to a creation, the only one that shows the secret. A replay by Idempotency-Key omits it. */
export const createdTokenSchema = tokenSchema
  .extend({ token: z.string().optional().describe("The secret, shown once") })
  .meta({ id: "CreatedToken" });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

export const createTokenInputSchema = z
  .object({
    name: z.string().trim().min(1).max(MAX_TOKEN_NAME_LENGTH),
    scopes: z.array(scopeSchema).min(1).max(MAX_SCOPES).describe("A subset of the creator's"),
    expires_at: timestampInputSchema.nullish().describe("When it ends; never, if left out"),
  })
  .meta({
    id: "CreateTokenInput",
    examples: [{ name: "deploy", scopes: ["resources:read", "resources:write"] }],
  });
export type CreateTokenInput = z.infer<typeof createTokenInputSchema>;

/** Exchange of a CLI login's code: RFC 7636 with S256. */
export const exchangeInputSchema = z
  .object({ code: z.string().min(1).max(512), code_verifier: z.string().min(43).max(128) })
  .meta({ id: "ExchangeInput" });
export type ExchangeInput = z.infer<typeof exchangeInputSchema>;

export const exchangeResultSchema = z
  .object({ token: z.string(), expires_at: timestampSchema.nullable() })
  .meta({ id: "ExchangeResult" });
export type ExchangeResult = z.infer<typeof exchangeResultSchema>;
