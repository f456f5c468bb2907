import {
  Box,
  Braces,
  Cloud,
  Cpu,
  Database,
  FileText,
  Folder,
  Globe,
  HardDrive,
  KeyRound,
  Layers,
  type LucideIcon,
  Mail,
  Network,
  Server,
  Shield,
  Table2,
  User,
  Users,
  Waypoints,
} from "lucide-react";

/** Icons by words in the names of types: the first that is found. */
const ICONS: readonly (readonly [words: RegExp, icon: LucideIcon])[] = [
  [/secret|password|credential|token|key|cert/, KeyRound],
  [/definition|schema|type|policy|rule/, Shield],
  [/config|setting|variable|env|json/, Braces],
  [/table|view|index|sheet/, Table2],
  [/database|db|redis|cache|store/, Database],
  [/group|team|member|organization/, Users],
  [/role|user|account|owner|grant/, User],
  [/volume|disk|bucket|storage|blob/, HardDrive],
  [/director|folder/, Folder],
  [/file|document|template|page/, FileText],
  [/server|host|machine|node|cluster/, Server],
  [/job|task|function|worker|process/, Cpu],
  [/network|vpc|subnet|firewall|peering/, Network],
  [/route|gateway|proxy|balancer|queue|topic|stream/, Waypoints],
  [/domain|dns|record|site|url|http|request|endpoint/, Globe],
  [/mail|message|notification/, Mail],
  [/service|app|deployment|release|stack/, Layers],
  [/cloud|region|zone/, Cloud],
];

/** The icon of a type: types have none of their own, so it follows from their names. */
export function typeIcon({ provider, resource }: { provider: string; resource: string }): LucideIcon {
  return byName(resource) ?? byName(provider) ?? Box;
}

function byName(name: string): LucideIcon | undefined {
  const text = name.toLowerCase();
  return ICONS.find(([words]) => words.test(text))?.[1];
}
