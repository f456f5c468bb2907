import { resourceKey } from "@pragma/language";
import type { ChangeAction } from "@pragma/sdk";

/** The name of an action's resource as people write it; of what does not exist, perhaps only the id that was given. */
export function actionName({ resource }: Pick<ChangeAction, "resource">): string {
  return resource.provider === "" ? resource.id : resourceKey(resource);
}
