import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { assembly } from "./assembly.ts";
import { commonConfig, commonOutputs, read, remove, write } from "./handlers.ts";
import { RELEASE } from "./settings.ts";
import { volume } from "./volume.ts";

const secret = z.string().optional().meta({ sensitive: true });
const config = z.object({ ...commonConfig, secret });
/** Each release knows a field that no other does, which shows whose schema is used. */
const releaseConfig = z.object({ ...commonConfig, secret, [`only_${RELEASE}`]: secret });
const outputs = z.object(commonOutputs);

/** Keeps objects in the world outside, and misbehaves as that orders. */
export default defineProvider({
  resources: {
    object: defineResource({
      description: "An object that can be looked at before it is made",
      ...{ config: releaseConfig, outputs, read },
      create: (ctx) => write(ctx, "create", null),
      update: (ctx, previous) => write(ctx, "update", previous),
      delete: remove,
      health: () => ({ status: "healthy" }),
    }),
    plain: defineResource({
      description: "An object that cannot be looked at",
      ...{ config, outputs },
      create: (ctx) => write(ctx, "create", null),
      update: (ctx, previous) => write(ctx, "update", previous),
      delete: remove,
    }),
    assembly,
    volume,
  },
});
