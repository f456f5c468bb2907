import { z } from "zod";
import { fileInfoSchema } from "../file.ts";
import { resourceNameSchema } from "../names.ts";
import { defineEndpoint } from "./endpoint.ts";
import { textParam } from "./parameters.ts";

const tags = ["Files"] as const;
const params = z.object({
  name: resourceNameSchema.meta({ description: "Name of the file", examples: ["hello.txt"] }),
});

export const uploadFile = defineEndpoint({
  id: "uploadFile",
  method: "POST",
  path: "/files/{name}/upload",
  access: "resources:write",
  tags,
  summary: "Upload a file",
  description:
    "Keeps it as the resource `pragma/file/{name}`, whose outputs other resources can refer to. Uploading again replaces it.",
  params,
  body: { contentType: "multipart/form-data", field: "file", description: "The bytes, of any MIME type" },
  responses: { 200: { description: "The file", schema: fileInfoSchema } },
  errors: [409, 413, 415],
});

export const downloadFile = defineEndpoint({
  id: "downloadFile",
  method: "GET",
  path: "/files/{name}/download",
  access: "resources:read",
  orSignature: true,
  tags,
  summary: "Download a file",
  description: "With a token, or with the signature that is part of the file's `public_url`.",
  headers: ["If-None-Match"],
  params,
  query: z
    .object({
      signature: textParam(2048).optional().describe("As in public_url"),
      expires: textParam(32).optional().describe("As in public_url"),
    })
    .loose(),
  responses: {
    200: {
      description: "The bytes, with the type they were uploaded with",
      contentType: "*/*",
      schema: z.string(),
      headers: ["ETag", "Content-Disposition"],
    },
    304: { description: "It still has the entity tag of If-None-Match" },
  },
  errors: [404],
});
