// The order list as a program of the k9s kind would draw it, to time our console against: the same 10,000 rows and
// columns, a first line with a clock, a detail and hints, and, with -updates n, n changes a second to rows on the screen.
// With -over palette or -over form a page with a text field lies over the table, which goes on below it.
// Builds with Debian's golang-go and golang-github-rivo-tview-dev.
package main

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/tview"
)

const orders = 10000

var states = []string{"r RESOLVE", "P PROCESS", "  Sending", "R FAILED", "  Shipped"}
var colors = []tcell.Color{tcell.ColorRed, tcell.ColorGreen, tcell.ColorWhite, tcell.ColorRed, tcell.ColorGray}
var names = []string{"Jane", "Liam", "Ruth", "Maria", "Ayşe", "Tomo", "Per", "Noor", "Omar", "Inês"}

type row struct{ changes int }

// A virtual table, as large lists are done in tview: only cells on the screen are asked for.
type list struct {
	tview.TableContentReadOnly
	mutex sync.Mutex
	rows  [orders]row
}

var header = []string{"ACTION", "ORDER", "CHANNEL", "CUSTOMER", "QTY", "TOTAL", "SHIP VIA", "WHY", "AGE"}

func (l *list) GetRowCount() int    { return orders + 1 }
func (l *list) GetColumnCount() int { return len(header) }

func (l *list) text(n, column int) string {
	switch column {
	case 0:
		return states[n%len(states)]
	case 1:
		return fmt.Sprintf("#%d", 1000+n)
	case 2:
		return fmt.Sprintf("shop-%d", 1+n%4)
	case 3:
		return fmt.Sprintf("%s Kowalski %d", names[n%len(names)], l.rows[n].changes)
	case 4:
		return fmt.Sprint(1 + n%5)
	case 5:
		return fmt.Sprintf("$%d.%02d", n%1300, n%100)
	case 6:
		return "Free Shipping"
	case 7:
		return "not mapped"
	}
	return fmt.Sprintf("%dm", n%60)
}

func (l *list) GetCell(line, column int) *tview.TableCell {
	if line == 0 {
		return tview.NewTableCell(header[column]).SetTextColor(tcell.ColorGray).SetSelectable(false)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	cell := tview.NewTableCell(l.text(line-1, column))
	if column == 0 {
		cell.SetTextColor(colors[(line-1)%len(colors)])
	}
	if column == 4 || column == 5 || column == 8 {
		cell.SetAlign(tview.AlignRight)
	}
	if column == 3 || column == 7 {
		cell.SetExpansion(1)
	}
	return cell
}

// Whether the letters of what is typed come in this order: what a palette finds by.
func matches(name, typed string) bool {
	for _, letter := range typed {
		at := strings.IndexRune(name, letter)
		if at < 0 {
			return false
		}
		name = name[at+1:]
	}
	return true
}

func entries() []string {
	var names []string
	for _, verb := range []string{"open", "retry", "hold", "release", "process", "cancel", "show", "copy"} {
		for _, thing := range []string{"orders", "suppliers", "channels", "jobs", "doubts", "alerts", "mappings", "imports", "feeds", "holds", "syncs", "drafts"} {
			names = append(names, verb+" "+thing)
		}
	}
	return names
}

// A field above what it finds.
func palette() (tview.Primitive, tview.Primitive) {
	found := tview.NewList().ShowSecondaryText(false)
	fill := func(typed string) {
		found.Clear()
		for _, name := range entries() {
			if matches(name, typed) {
				found.AddItem(name, "", 0, nil)
			}
		}
	}
	fill("")
	field := tview.NewInputField().SetLabel("> ").SetChangedFunc(fill)
	box := tview.NewFlex().SetDirection(tview.FlexRow).AddItem(field, 1, 0, true).AddItem(found, 0, 1, false)
	box.SetBorder(true)
	return box, field
}

func form() (tview.Primitive, tview.Primitive) {
	field := tview.NewInputField().SetLabel("> ")
	box := tview.NewFlex().SetDirection(tview.FlexRow).
		AddItem(tview.NewTextView().SetText("Hold #1000 until when, and why?"), 1, 0, false).
		AddItem(field, 1, 0, true)
	box.SetBorder(true)
	return box, field
}

func centered(box tview.Primitive, columns, lines int) tview.Primitive {
	across := tview.NewFlex().AddItem(nil, 0, 1, false).AddItem(box, columns, 0, true).AddItem(nil, 0, 1, false)
	return tview.NewFlex().SetDirection(tview.FlexRow).
		AddItem(nil, 0, 1, false).AddItem(across, lines, 0, true).AddItem(nil, 0, 1, false)
}

func main() {
	over := flag.String("over", "", "what lies over the table: palette or form")
	updates := flag.Int("updates", 0, "changes a second, each of three rows on the screen")
	flag.Parse()

	app := tview.NewApplication()
	content := &list{}
	table := tview.NewTable().SetContent(content).SetSelectable(true, false).SetFixed(1, 0)
	line := func(text string) *tview.TextView { return tview.NewTextView().SetText(text) }
	first := line("")
	detail := line("")
	clock := func() {
		first.SetText(" switchyard  PROD · db1/orders · ana (operator)   sends on · workers 3 · " + time.Now().Format("15:04:05"))
	}
	clock()
	table.SetSelectionChangedFunc(func(n, _ int) {
		detail.SetText(fmt.Sprintf(" #%d · 3 units · Northwind (2), Baker Supply (1)\n   “Free Shipping” has no carrier and method at Northwind.\n   14 Elm Street, Springfield IL 62704", 999+n))
	})
	table.Select(1, 0)
	root := tview.NewFlex().SetDirection(tview.FlexRow).
		AddItem(first, 1, 0, false).
		AddItem(line(" 1 Triage  2 Orders  3 Inventory  4 Sync  5 Channels  6 Suppliers  7 Jobs"), 1, 0, false).
		AddItem(table, 0, 1, true).
		AddItem(detail, 4, 0, false).
		AddItem(line(" enter open  r resolve  P process  space mark  / filter  S sync  X stop"), 1, 0, false)

	table.SetInputCapture(func(event *tcell.EventKey) *tcell.EventKey {
		if event.Rune() == 'q' {
			app.Stop()
		}
		return event
	})
	go func() {
		for range time.Tick(time.Second) {
			app.QueueUpdateDraw(clock)
		}
	}()
	if *updates > 0 {
		go func() {
			n := 0
			for range time.Tick(time.Second / time.Duration(*updates)) {
				app.QueueUpdateDraw(func() {
					top, _ := table.GetOffset()
					content.mutex.Lock()
					for i := 0; i < 3; i++ {
						content.rows[(top+(n*3+i)%20)%orders].changes++
					}
					content.mutex.Unlock()
					n++
				})
			}
		}()
	}
	pages := tview.NewPages().AddPage("table", root, true, true)
	var focus tview.Primitive = table
	if *over == "palette" {
		box, field := palette()
		pages.AddPage(*over, centered(box, 80, 20), true, true)
		focus = field
	}
	if *over == "form" {
		box, field := form()
		pages.AddPage(*over, centered(box, 80, 4), true, true)
		focus = field
	}
	if *over != "" {
		// The way out of the program, wherever it is.
		app.SetInputCapture(func(event *tcell.EventKey) *tcell.EventKey {
			if event.Rune() == 'q' {
				app.Stop()
			}
			return event
		})
	}
	var shown tview.Primitive = root
	if *over != "" {
		shown = pages
	}
	if err := app.SetRoot(shown, true).SetFocus(focus).Run(); err != nil {
		panic(err)
	}
}
