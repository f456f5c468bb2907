import { z } from "zod";
import { changePreviewSchema, changeSchema } from "../change.ts";
import { resourceSetDetailsSchema, resourceSetSchema } from "../set.ts";
import { defineEndpoint } from "./endpoint.ts";
import { booleanParam, pageParams, textParam } from "./parameters.ts";

const tags = ["Changes"] as const;
const params = z.object({ name: textParam(63).describe("Name of the set") });

export const listSets = defineEndpoint({
  id: "listSets",
  method: "GET",
  path: "/sets/",
  access: "resources:read",
  tags,
  summary: "List sets",
  description: "Sets are inventories of resources, written by changes. Ordered by name.",
  query: z.object({ ...pageParams }),
  responses: { 200: { description: "Sets", schema: z.array(resourceSetSchema), headers: ["Link"] } },
});

export const getSet = defineEndpoint({
  id: "getSet",
  method: "GET",
  path: "/sets/{name}",
  access: "resources:read",
  tags,
  summary: "Read a set",
  description: "With the ids of its resources.",
  params,
  responses: { 200: { description: "The set", schema: resourceSetDetailsSchema } },
  errors: [404],
});

export const deleteSet = defineEndpoint({
  id: "deleteSet",
  method: "DELETE",
  path: "/sets/{name}",
  access: "resources:write",
  tags,
  summary: "Delete a set",
  description: "A change that deletes all of its resources, dependents first. With `preview=true` it is only shown.",
  params,
  query: z.object({ preview: booleanParam.optional().describe("Only say what it would do") }),
  responses: {
    200: {
      description: "The change; with `preview` a ChangePreview",
      schema: z.union([changeSchema, changePreviewSchema]),
      headers: ["ETag"],
    },
  },
  errors: [404, 409],
});
