/**
 * The node: composes identity, phonebook, election, transfer and transport into one process with a command line.
 *
 * @packageDocumentation
 */
export { runCli } from './cli/run.ts';
export { runProcess } from './crash/run-process.ts';
export type { Surroundings } from './cli/terminal.ts';
export { parseConfig } from './config/config.ts';
export { resolvePaths, type Paths } from './config/paths.ts';
export { configSchema, type Config } from './config/schema.ts';
export { callVerb, streamVerb } from './api/client.ts';
export { systemDisk, type Disk } from './node/disk.ts';
export { createNode } from './node/create-node.ts';
export type { FyteNode, InShell, Log } from './node/node.ts';
export type { NodeOptions } from './node/node-core.ts';
export {
  productMachines,
  productParts,
  type ElectionLogic,
  type Machines,
  type NodeParts,
} from './node/parts.ts';
export type * from './shown/index.ts';
export { shellRows, type MembershipRow, type ShellRows } from './shell/shell-rows.ts';
export { everyProblem, type Failure, type Outcome } from './problems.ts';
export type { Problem } from './problems.words.ts';
