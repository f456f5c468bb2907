import scalar from "@scalar/fastify-api-reference";
import type { FastifyInstance } from "fastify";
import { completePage } from "./page-html.ts";

/**
 * Everything the page needs is served from here: no script, font or proxy of a third party. Scalar's page starts with
 * one inline script and writes its own styles; its API client calls this server only.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Scalar's faint text and its colours of methods have too little contrast with what is behind them (WCAG 1.4.3). */
const CONTRAST = `
html body.light-mode { --scalar-color-3: #5f5f5f; --scalar-color-green: #00734c; --scalar-color-red: #b80007; }
html body.dark-mode { --scalar-color-3: #a8a8a8; --scalar-color-red: #ff8a87; }
`;

/** `GET /docs`: the OpenAPI document as an interactive page, with its script under `/docs/js/`. */
export async function docsRoutes(app: FastifyInstance): Promise<void> {
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, access: "open" };
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    reply.header("content-security-policy", POLICY).header("referrer-policy", "no-referrer");
    const isPage = typeof payload === "string" && String(reply.getHeader("content-type")).startsWith("text/html");
    return isPage ? completePage(payload) : payload;
  });
  await app.register(scalar, {
    routePrefix: "/docs",
    configuration: {
      url: "/openapi.json",
      // The origin of this page: the policy allows calls to no other, and the document's may differ.
      servers: [{ url: "/" }],
      pageTitle: "Pragma API",
      // Absolute, because the page answers at /docs as well as /docs/.
      cdn: "/docs/js/scalar.js",
      customCss: CONTRAST,
      withDefaultFonts: false,
      telemetry: false,
      authentication: { preferredSecurityScheme: "bearer" },
      hideClientButton: true,
      showDeveloperTools: "never",
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}
