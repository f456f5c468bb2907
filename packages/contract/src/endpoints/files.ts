import { z } from "zod";
import { fileInfoSchema, signedUrlSchema } from "../file.ts";
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
    "Keeps it as the resource `pragma/file/{name}`, whose outputs other resources can refer to. Uploading again replaces it. " +
    "What exceeds the organization's quota `file_bytes` is 409 `quota_exceeded`; so is a new file beyond the quota `resources`.",
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

export const getFileUrl = defineEndpoint({
  id: "getFileUrl",
  method: "GET",
  path: "/files/{name}/url",
  access: "resources:read",
  tags,
  summary: "Make an address to download a file",
  description:
    "Anyone who has it can download this version of the file without a token, for 15 minutes. The file's `public_url` lasts for days.",
  params,
  responses: { 200: { description: "The address", schema: signedUrlSchema } },
  errors: [404],
});

export const checkFile = defineEndpoint({
  id: "checkFile",
  method: "HEAD",
  path: "/files/{name}",
  access: "resources:read",
  tags,
  summary: "Check that a file is there",
  description: "Its type, size and entity tag are in the headers `Content-Type`, `Content-Length` and `ETag`.",
  params,
  responses: { 200: { description: "It is there", headers: ["ETag", "Last-Modified"] } },
  errors: [404],
});

export const deleteFile = defineEndpoint({
  id: "deleteFile",
  method: "DELETE",
  path: "/files/{name}",
  access: "resources:write",
  tags,
  summary: "Delete the bytes of a file",
  description:
    "All versions, and with them what signed addresses lead to. The resource `pragma/file/{name}` stays until it is deleted " +
    "itself. Deleting a file that does not exist succeeds.",
  params,
  responses: { 204: { description: "The bytes are gone" } },
  errors: [409],
});
