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
  summary: "Who the token is",
  responses: { 200: { description: "The user and organization", schema: identitySchema } },
});

export const listTokens = defineEndpoint({
  id: "listTokens",
  method: "GET",
  path: "/auth/tokens",
  access: "tokens:write",
  tags,
  summary: "List API tokens",
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
  description: "The secret is in this answer only; a replay by Idempotency-Key leaves it out.",
  body: { contentType: "application/json", schema: createTokenInputSchema },
  responses: { 200: { description: "The token, with its secret", schema: createdTokenSchema } },
  errors: [413, 415],
});

export const revokeToken = defineEndpoint({
  id: "revokeToken",
  method: "DELETE",
  path: "/auth/tokens/{id}",
  access: "tokens:write",
  tags,
  summary: "Revoke an API token",
  description: "Holds within a second on every replica.",
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
  summary: "Keys that sign session tokens",
  responses: {
    200: {
      description: "A JWK set (RFC 7517)",
      schema: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).meta({ id: "JwkSet" }),
    },
  },
});
