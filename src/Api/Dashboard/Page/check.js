// What a browser can tell of a file before anything of it leaves the machine.
const headBytes = 64 * 1024;
const maxBytes = 104857600;
const types = {
  csv: 'text/csv', txt: 'text/csv', tsv: 'text/csv', jsonl: 'application/jsonl', ndjson: 'application/jsonl', json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const separators = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };

const beginsWith = (bytes, ...start) => start.every((byte, index) => bytes[index] === byte);

function encodingOf(bytes, isWhole) {
  if (beginsWith(bytes, 0xFF, 0xFE)) {
    return 'utf-16le';
  }
  if (beginsWith(bytes, 0xFE, 0xFF)) {
    return 'utf-16be';
  }
  try {
    // What is cut off at the end is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return 'utf-8';
  } catch {
    return null;
  }
}

/** The first records of a table: quotes may hold separators and line breaks. */
function records(text, separator, most) {
  const found = [];
  let [record, field, isQuoted] = [[], '', false];
  for (let index = 0; index < text.length && found.length < most; index += 1) {
    const character = text[index];
    if (isQuoted && character === '"' && text[index + 1] === '"') {
      field += '"';
      index += 1;
    } else if (character === '"' && (isQuoted || field === '')) {
      isQuoted = !isQuoted;
    } else if (!isQuoted && (character === separator || character === '\n' || character === '\r')) {
      record.push(field);
      field = '';
      if (character !== separator) {
        index += character === '\r' && text[index + 1] === '\n' ? 1 : 0;
        if (record.some((cell) => cell.trim() !== '')) {
          found.push(record);
        }
        record = [];
      }
    } else {
      field += character;
    }
  }
  if (found.length < most && (field || record.length)) {
    found.push([...record, field]);
  }
  return found;
}

/** The separator that stands most often in the header, outside quotes. */
function separatorOf(header) {
  const outside = header.replace(/"[^"]*"/g, '');
  return Object.keys(separators).map((one) => [outside.split(one).length - 1, one]).sort((a, b) => b[0] - a[0])[0][1];
}

function checkTable(text, result) {
  const lines = text.replace(/^\uFEFF/, '').replace(/^(#TYPE|version:)[^\r\n]*[\r\n]+/i, '');
  const said = /^"?sep=(.)"?[\r\n]+/i.exec(lines);
  const body = said ? lines.slice(said[0].length) : lines;
  const separator = said ? said[1] : separatorOf(body.split(/[\r\n]/, 1)[0]);
  const [header = [], ...samples] = records(body, separator, 4);
  result.separator = separators[separator];
  result.columns = header.map((name, index) => ({ number: index + 1, name: name.trim(), sample: samples.map((cells) => cells[index] ?? '').find((cell) => cell !== '') ?? '' }));
  if (header.some((name) => name.includes('@'))) {
    result.faults.push('The first line looks like a user. Put a header above it that names the columns, such as hs_email.');
  } else if (samples.length === 0) {
    result.faults.push('There is no line below the header.');
  }
  if (header.length === 1) {
    result.notes.push('Only one column was found. If there are more, their separator is none of comma, semicolon, tab and pipe.');
  }
}

/** Looks at a file. Faults keep it from being sent; notes do not. */
async function lookAt(file, charset) {
  const extension = file.name.split('.').pop().toLowerCase();
  const result = { type: types[extension], encoding: charset || null, columns: [], faults: [], notes: [], needsCharset: false };
  if (!result.type) {
    result.faults.push('Files ending in .csv, .tsv, .txt, .jsonl, .json or .xlsx are taken.');
  } else if (file.size === 0) {
    result.faults.push('The file is empty.');
  } else if (file.size > maxBytes) {
    result.faults.push('The file has more than 100 MB. Split it.');
  }
  if (result.faults.length) {
    return result;
  }

  const bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  if (beginsWith(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
    result.faults.push('This is a workbook of the old format, or has a password. Save it as .xlsx without one, or as CSV UTF-8.');
  } else if (beginsWith(bytes, 0x50, 0x4B, 0x03, 0x04)) {
    result.type = types.xlsx;
  } else if (result.type === types.xlsx) {
    result.faults.push('This is not a workbook, whatever its name says.');
  } else {
    result.encoding ??= encodingOf(bytes, file.size <= headBytes);
    result.needsCharset = !result.encoding;
    if (result.needsCharset) {
      result.faults.push('Its text is not UTF-8. Save it as “CSV UTF-8”, or say below which encoding it has.');
    } else if (result.type === types.csv) {
      checkTable(new TextDecoder(result.encoding).decode(bytes, { stream: true }), result);
    }
  }
  return result;
}
