// A quick look at a file, to show what is in it. Whether it can be taken, and how it is read, the app alone says.
const headBytes = 64 * 1024;
const maxBytes = 104857600;
const types = {
  csv: 'text/csv', txt: 'text/csv', tsv: 'text/csv', jsonl: 'application/jsonl', ndjson: 'application/jsonl', json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const separators = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };

const beginsWith = (bytes, ...start) => start.every((byte, index) => bytes[index] === byte);

/** The encoding that is plain to see; null where the app must say it. */
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

/** The text of the beginning of a file. The app knows encodings that browsers do not; of these and of unknown ones most letters are right. */
function textOf(bytes, encoding) {
  try {
    return new TextDecoder(encoding).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
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

/** What the columns of a table seem to be. */
function columnsIn(text, separator) {
  const lines = text.replace(/^\uFEFF/, '').replace(/^(#TYPE|version:)[^\r\n]*[\r\n]+/i, '');
  const said = /^"?sep=(.)"?[\r\n]+/i.exec(lines);
  const body = said ? lines.slice(said[0].length) : lines;
  const [header = [], ...samples] = records(body, separator ?? said?.[1] ?? separatorOf(body.split(/[\r\n]/, 1)[0]), 4);
  return header.map((name, index) => ({ number: index + 1, name: name.trim(), sample: samples.map((cells) => cells[index] ?? '').find((cell) => cell !== '') ?? '' }));
}

/** Looks at a file. Only what no app could take is a fault. */
async function lookAt(file) {
  const result = { type: types[file.name.split('.').pop().toLowerCase()], bytes: null, isText: false, encoding: null, faults: [] };
  if (!result.type) {
    result.faults.push(`Files ending in ${Object.keys(types).map((one) => `.${one}`).join(', ')} are taken.`);
  } else if (file.size === 0) {
    result.faults.push('The file is empty.');
  } else if (file.size > maxBytes) {
    result.faults.push('The file has more than 100 MB. Split it.');
  } else {
    result.bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
    result.isText = !beginsWith(result.bytes, 0x50, 0x4B, 0x03, 0x04) && !beginsWith(result.bytes, 0xD0, 0xCF, 0x11, 0xE0);
    result.encoding = result.isText ? encodingOf(result.bytes, file.size <= headBytes) : null;
  }
  return result;
}

/** The columns of a file as they stand in it, read as the app read it where it did; none of a workbook or JSON. */
function columnsSeen(look, charset, read) {
  const isTable = look.isText && (read ? read.kind === 'Csv' : look.type === types.csv && !/^[[{]/.test(textOf(look.bytes.slice(0, 8), look.encoding)));
  const separator = Object.keys(separators).find((one) => separators[one] === read?.separator);
  return isTable ? columnsIn(textOf(look.bytes, read?.encoding ?? (charset || look.encoding)), separator) : [];
}
