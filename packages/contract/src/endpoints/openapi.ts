import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const getOpenapi = defineEndpoint({
  id: "getOpenapi",
  method: "GET",
  path: "/openapi.json",
  access: "open",
  tags: ["Documentation"],
  summary: "Read this document",
  description: "The whole API by OpenAPI 3.1, for generators of clients",
  headers: ["If-None-Match"],
  responses: {
    200: { description: "OpenAPI 3.1", schema: z.record(z.string(), z.unknown()), headers: ["ETag"] },
    304: { description: "It still has the entity tag of If-None-Match" },
  },
});

export const getDocs = defineEndpoint({
  id: "getDocs",
  method: "GET",
  path: "/docs",
  access: "open",
  tags: ["Documentation"],
  summary: "Open this document as a page",
  description: "To read it, and to try requests in the browser",
  responses: { 200: { description: "The page", contentType: "text/html", schema: z.string() } },
});
