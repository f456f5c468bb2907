import { organizationSettingsInputSchema, organizationSettingsSchema } from "../organization-settings.ts";
import { defineEndpoint } from "./endpoint.ts";

const tags = ["Settings"] as const;

export const getSettings = defineEndpoint({
  id: "getSettings",
  method: "GET",
  path: "/settings",
  access: "resources:read",
  tags,
  summary: "Read the settings of the organization",
  description: "What its owners have decided for all of it.",
  responses: { 200: { description: "The settings", schema: organizationSettingsSchema } },
});

export const changeSettings = defineEndpoint({
  id: "changeSettings",
  method: "POST",
  path: "/settings",
  access: "resources:write",
  tags,
  summary: "Change settings of the organization",
  description: "What is left out stays. For tokens of owners.",
  body: { contentType: "application/json", schema: organizationSettingsInputSchema },
  responses: { 200: { description: "The settings as they are now", schema: organizationSettingsSchema } },
  errors: [413, 415],
});
