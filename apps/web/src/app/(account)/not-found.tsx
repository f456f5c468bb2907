import { NothingHere } from "~/features/shell/nothing-here.tsx";
import { HOME } from "~/lib/organization-path.ts";

export default function NotFoundOutside() {
  return <NothingHere home={HOME} />;
}
