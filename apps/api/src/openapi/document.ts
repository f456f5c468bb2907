import { type Endpoint, endpoints } from "@pragma/contract";
import { errorResponses } from "./errors.ts";
import { requestHeaders, responseHeaders } from "./headers.ts";
import { componentSchemas, type JsonSchema } from "./json-schema.ts";
import { operationOf } from "./operation.ts";
import { TAGS } from "./tags.ts";

const description = `Declare resources; providers make them real.

**Begin** with a token, made in the dashboard under Tokens: enter it under Authentication, then try
\`GET /auth/me\`, and apply a resource by \`POST /resources/apply\`. Its example works as it is.

**Resources** are named \`provider/resource/name\`, such as \`pragma/config/hello\`. In a path that is one segment, so
its slashes are percent-encoded: \`/resources/pragma%2Fconfig%2Fhello\`.

**Errors** are \`{"detail": …}\`, or RFC 9457 with \`Accept: application/problem+json\`.

**Lists** are complete unless \`limit\` is given; the next page is then in the \`Link\` header.

Any POST may carry an \`Idempotency-Key\`, so that it can be sent again after a lost answer. Paths answer with and
without a trailing slash.`;

/** The OpenAPI 3.1 document of the whole API, made from the contract. `serverUrl` is where clients reach it. */
export function openapiDocument(serverUrl: string): JsonSchema {
  return {
    openapi: "3.1.1",
    info: {
      title: "Pragma API",
      version: "0.1.0",
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverUrl }],
    tags: Object.entries(TAGS).map(([name, about]) => ({ name, description: about })),
    paths: pathsOf(Object.values(endpoints)),
    components: {
      schemas: componentSchemas(),
      parameters: Object.fromEntries(
        Object.entries(requestHeaders).map(([name, header]) => [name, { name, in: "header", ...header }]),
      ),
      responses: errorResponses(Object.values(endpoints)),
      headers: responseHeaders,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API token (made in the dashboard), or a session's JWT",
        },
        signature: { type: "apiKey", in: "query", name: "signature", description: "From a file's public_url" },
      },
    },
  };
}

function pathsOf(all: readonly Endpoint[]): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const endpoint of all) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return paths;
}

/** The document as it is kept in docs/, for people and generators. */
export function openapiText(serverUrl: string): string {
  return `${JSON.stringify(openapiDocument(serverUrl), null, 2)}\n`;
}
