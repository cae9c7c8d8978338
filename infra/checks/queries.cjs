// Parses every query of alerts and workbook with the language service of Azure Data Explorer, against the columns of the tables
// they read, and requires of an alert's query that it gives one number called Value.
'use strict';
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');

const { Language } = globalThis.Kusto;
const { Symbols } = Language;

// Azure Monitor: the tables of a workspace, without the columns no query may rest on.
const tables = {
  AppMetrics:
    '(TimeGenerated: datetime, Name: string, Sum: real, Min: real, Max: real, ItemCount: int, Properties: dynamic, AppRoleName: string, AppRoleInstance: string)',
  AppExceptions: '(TimeGenerated: datetime, OuterMessage: string, SeverityLevel: int, Properties: dynamic, AppRoleName: string)',
  AppTraces:
    '(TimeGenerated: datetime, Message: string, SeverityLevel: int, Properties: dynamic, OperationId: string, AppRoleName: string, AppRoleInstance: string)',
  _LogOperation: '(TimeGenerated: datetime, Category: string, Operation: string, Level: string, Detail: string)',
};
const symbols = Object.entries(tables).map(([name, columns]) => Symbols.TableSymbol.From(columns).WithName(name));
const globals = Language.GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', symbols));
const numbers = ['real', 'long', 'int'];

function hasNumber(result, name) {
  try {
    return numbers.includes(result.GetColumn(name).Type.Name);
  } catch {
    return false; // The language service throws for a column that is not there.
  }
}

function faultsOf(text, isAlert) {
  const code = Language.KustoCode.ParseAndAnalyze(text, globals);
  const diagnostics = code.GetDiagnostics();
  const faults = [];
  for (let index = 0; index < diagnostics.Count; index++) {
    const { Start, Message } = diagnostics.getItem(index);
    faults.push(`line ${text.slice(0, Start).split('\n').length}: ${Message}`);
  }

  if (isAlert && faults.length === 0) {
    if (!hasNumber(code.ResultType, 'Value')) {
      faults.push('the result has no number called Value');
    }
  }

  return faults;
}

const root = join(__dirname, '..', 'queries');
let count = 0;
for (const folder of readdirSync(root)) {
  for (const file of readdirSync(join(root, folder))) {
    count++;
    for (const fault of faultsOf(readFileSync(join(root, folder, file), 'utf8'), folder === 'alerts')) {
      console.error(`infra/queries/${folder}/${file}, ${fault}`);
      process.exitCode = 1;
    }
  }
}

console.log(`${count} queries parsed`);
