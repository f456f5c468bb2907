import { z } from "zod";
import { identitySchema } from "../identity.ts";
import {
  createdTokenSchema,
  createTokenInputSchema,
  exchangeInputSchema,
  exchangeResultSchema,
  tokenSchema,
} from "../token.ts";
import { defineEndpoint } from "./endpoint.ts";
import { pageParams, textParam } from "./parameters.ts";

const tags = ["Authentication"] as const;

export const getIdentity = defineEndpoint({
  id: "getIdentity",
  method: "GET",
  path: "/auth/me",
  access: "any",
  tags,
  summary: "Show who a token belongs to",
  description: "The user, and the organization that all requests with this token are about. Needs no scope.",
  responses: { 200: { description: "The user and organization", schema: identitySchema } },
});

export const listTokens = defineEndpoint({
  id: "listTokens",
  method: "GET",
  path: "/auth/tokens",
  access: "tokens:write",
  tags,
  summary: "List API tokens",
  description: "One's own; for admins and owners all of the organization. Secrets are not kept, so none is shown.",
  query: z.object({ ...pageParams }),
  responses: { 200: { description: "Tokens, newest first", schema: z.array(tokenSchema), headers: ["Link"] } },
});

export const createToken = defineEndpoint({
  id: "createToken",
  method: "POST",
  path: "/auth/tokens",
  access: "tokens:write",
  tags,
  summary: "Create an API token",
  description:
    "For programs and the command line. The secret is in this answer only: keep it. A replay by Idempotency-Key leaves it out. " +
    "A token can do what its scopes and its owner's role both allow. " +
    "More than the organization's quota `tokens` allows are 409 `quota_exceeded`.",
  body: { contentType: "application/json", schema: createTokenInputSchema },
  responses: { 200: { description: "The token, with its secret", schema: createdTokenSchema } },
  errors: [413, 415],
});

export const revokeOwnToken = defineEndpoint({
  id: "revokeOwnToken",
  method: "DELETE",
  path: "/auth/tokens/current",
  access: "any",
  tags,
  summary: "Revoke the token of this request",
  description: "As when logging out. Needs no scope: anyone who has a token may end it.",
  responses: { 204: { description: "It is revoked, or the session has ended" } },
});

export const revokeToken = defineEndpoint({
  id: "revokeToken",
  method: "DELETE",
  path: "/auth/tokens/{id}",
  access: "tokens:write",
  tags,
  summary: "Revoke an API token",
  description: "Requests with it are refused within a second.",
  params: z.object({ id: textParam(64) }),
  responses: { 204: { description: "It is revoked" } },
  errors: [404],
});

export const exchangeLoginCode = defineEndpoint({
  id: "exchangeLoginCode",
  method: "POST",
  path: "/auth/exchange",
  access: "open",
  tags,
  summary: "Exchange the code of a CLI login for a token",
  description:
    "The last step of `pragma login` (RFC 7636): the code that the dashboard sent to the callback, and the verifier that " +
    "its challenge was made from. A code works once. " +
    "Where the organization's quota `tokens` is used up the answer is 409 `quota_exceeded`, and the code can be brought again.",
  body: { contentType: "application/json", schema: exchangeInputSchema },
  responses: { 200: { description: "The token", schema: exchangeResultSchema } },
  errors: [400, 413, 415, 422],
});

export const getJwks = defineEndpoint({
  id: "getJwks",
  method: "GET",
  path: "/.well-known/jwks.json",
  access: "open",
  tags,
  summary: "Read the keys that session tokens are signed with",
  description: "To check the signature of a session's JWT. API tokens are not signed.",
  responses: {
    200: {
      description: "A JWK set (RFC 7517)",
      schema: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).meta({ id: "JwkSet" }),
    },
  },
});
