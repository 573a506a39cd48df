"""A report as one page, one workbook or one text: counts with what they rest on, who stands where, and the rules."""
