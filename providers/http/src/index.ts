import { defineProvider } from "@pragma/sdk/provider";
import { check } from "./check/index.ts";
import { connection } from "./connection.ts";
import { object } from "./object/index.ts";
import { webhook } from "./webhook/index.ts";

/** Whatever speaks HTTP: objects of REST APIs, webhooks, and checks that a URL answers. */
export default defineProvider({ connection, resources: { object, webhook, check } });
