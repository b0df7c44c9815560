/**
 * Lints snippets as if they stood in files that need not exist: reads `[{ file, code }]` as JSON from stdin and
 * writes for each the names of the rules that object. Rules that need types are left out.
 */
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { repository } from './tool.mjs';

const root = repository();
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
const answers = [];
for (const { file, code } of await json(process.stdin)) {
  const [{ messages }] = await eslint.lintText(code, { filePath: join(root, file) });
  answers.push([...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))]);
}
process.stdout.write(JSON.stringify(answers));
